import assert from "node:assert/strict";
import { test } from "node:test";

import { csv, rowsOf } from "../src/csv.js";
import { sparql } from "../src/sparql.js";
import { chosen } from "./news.js";

test("rows follow the stories, and articles of none come last", () => {
  assert.deepEqual(rowsOf(chosen({}), [1, 0]), [3, 4, 0, 1, 2, 5, 6]);
});

test("CSV quotes what must be, and no cell is a formula", () => {
  const lines = csv(chosen({})).split("\r\n");
  assert.equal(lines[0], "Headline,Provider,Published (UTC),Story,Story label,URL,Story IRI");
  assert.equal(
    lines[4],
    "'=SUM(tides),Globe,1970-01-01T02:10Z,Tides,Tides,https://b.example/3,https://news.example/story/s1",
  );
  assert.equal(lines[5].slice(0, 28), '"He said ""no"", she left",,');
  assert.equal(lines[7], "Stub,,,,,https://b.example/6,");
  assert.equal(lines.length, 9);
});

test("the question asks for what is filtered, and of no more", () => {
  const plain = sparql(chosen({}));
  assert.match(plain, /^PREFIX kg: <https:\/\/kg\.example\/>\n/);
  assert.doesNotMatch(plain, /FILTER/);
  const asked = sparql(chosen({ topic: 1, provider: 0, story: 1, quality: 20, from: 90, to: 150 }));
  assert.match(asked, /schema:about\/skos:broader\* <https:\/\/news\.example\/topic\/tide>/);
  assert.match(asked, /schema:publisher <https:\/\/news\.example\/p0>/);
  assert.match(asked, /<https:\/\/news\.example\/story\/s1> schema:hasPart \?article/);
  assert.match(asked, /\?quality >= 20\)/);
  assert.match(asked, /"1970-01-01T01:30:00Z"\^\^xsd:dateTime && \?published <= "1970-01-01T02:30:59Z"/);
});

test("what is typed cannot end the text that it stands in", () => {
  const asked = sparql(chosen({ q: 'a"b\\c \u202ed' }));
  assert.ok(asked.includes('LCASE(?name), "a\\"b\\\\c")'));
  assert.ok(!asked.includes("\u202e"));
});
