import assert from "node:assert/strict";
import { test } from "node:test";

import { carriers, columns, iri, members, most, named, paths, times } from "../src/data.js";
import { news } from "./news.js";

test("steps become minutes, pairs and lists", () => {
  const data = news();
  assert.deepEqual(data.minute, [100, 160, null, 130, 200, 90, null]);
  assert.deepEqual([data.from, data.to, data.undated], [90, 200, 2]);
  assert.deepEqual([...data.story], [0, 0, 0, 1, 1, -1, -1]);
  assert.equal(data.firstAlone, 5);
  assert.deepEqual(data.related, [
    [0, 1],
    [0, 3],
    [5, 6],
  ]);
  assert.deepEqual([...data.copyOf], [[1, 0]]);
  assert.deepEqual(data.mentions(0), [0, 1]);
  assert.deepEqual(data.about(6), []);
});

test("things know in how many articles they are", () => {
  const { of } = news();
  assert.deepEqual(of.provider.articles, [3, 2]);
  assert.deepEqual(of.topic.articles, [2, 2]);
  assert.deepEqual(of.organization.articles, [2, 3]);
});

test("an empty graph has no times", () => {
  const { raw } = news();
  const nothing = { many: [], all: [] };
  const articles = { ...raw.articles, id: [], minute: [], about: nothing, mentions: nothing };
  const data = columns({ ...raw, articles, stories: { ...raw.stories, id: [], size: [] } });
  assert.deepEqual([data.many, data.from, data.to], [0, Infinity, -Infinity]);
});

test("a story has articles, times, and providers in order of their first report", () => {
  const data = news();
  assert.deepEqual(members(data, 1), [3, 4]);
  assert.deepEqual(times(data, 0), [100, 160]);
  assert.deepEqual(carriers(data, 0), [
    { provider: 0, first: 100, articles: 2, copies: 0 },
    { provider: 1, first: 160, articles: 1, copies: 1 },
  ]);
});

test("the most frequent things come first, and those that are as frequent by their places", () => {
  const data = news();
  assert.deepEqual(most(data, "organization", [0, 2, 3]), [
    [1, 3],
    [0, 1],
  ]);
  assert.deepEqual(most(data, "topic", [0, 1]), [
    [0, 1],
    [1, 1],
  ]);
  assert.deepEqual(named(data, "provider", 4), []);
});

test("links are told of one article, or within several", () => {
  const { relatedOf } = news();
  assert.deepEqual(relatedOf([0]), [
    [0, 1],
    [0, 3],
  ]);
  assert.deepEqual(relatedOf([0, 1]), [[0, 1]]);
  assert.deepEqual(relatedOf([2]), []);
});

test("an IRI is put together again", () => {
  assert.equal(iri(news(), "article", 3), "https://news.example/article/a3");
  assert.equal(iri(news(), "topic", 1), "https://news.example/topic/tide");
});

test("paths are counted back from the newest", () => {
  const of = paths({ paths: ["a.md", "b.md", "c.md"], many: [1, 2, 0, 2], back: [-1, 0, -1, 1, -1] });
  assert.deepEqual([0, 1, 2, 3].map(of), [["a.md"], ["a.md", "b.md"], [], ["a.md", "c.md"]]);
});
