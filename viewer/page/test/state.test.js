import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, pick, picked, toggle } from "../src/actions.js";
import { State } from "../src/state.js";
import { chosen, matching, news } from "./news.js";

/** @import { TestContext } from "node:test" */

/** An address, and what was written into it. @param {TestContext} t @param {string} hash */
function address(t, hash) {
  const location = { hash };
  const history = {
    replaceState: (/** @type {null} */ _, /** @type {string} */ __, /** @type {string} */ to) => (location.hash = to),
  };
  for (const [name, value] of Object.entries({ location, history })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
  return location;
}

test("without a filter all match", () => {
  const state = chosen({});
  assert.equal(state.filtered, false);
  assert.equal(state.told(), "7 articles in 2 stories");
});

for (const [name, filter, found] of /** @type {[string, Partial<State>, number[]][]} */ ([
  ["a word of the headline, without its accent", { q: "cafe" }, [2]],
  ["a word of the story and one of the organization", { q: "tides FERRY" }, [3]],
  ["a provider", { provider: 1 }, [1, 3]],
  ["a topic and what is narrower", { topic: 0 }, [0, 1, 3, 5]],
  ["a narrower topic alone", { topic: 1 }, [1, 3]],
  ["an organization", { organization: 0 }, [0, 1]],
  ["a quality, which those without any do not have", { quality: 50 }, [0, 2]],
  ["a time, its ends within", { from: 100, to: 160 }, [0, 1, 3]],
  ["two filters", { topic: 0, from: 150, to: 300 }, [1]],
])) {
  test(`filter: ${name}`, () => assert.deepEqual(matching(chosen(filter)), found));
}

test("matches are counted by story, and clearing forgets the filters alone", (t) => {
  address(t, "");
  const state = chosen({ organization: 1, story: 1 });
  assert.deepEqual([...state.inStory], [2, 1]);
  state.set({ provider: 1 });
  assert.deepEqual(state.matching, [1]);
  state.clear();
  assert.equal(state.total, 7);
  assert.equal(state.story, 1);
});

test("who listens is told what changed, and of no change nothing", () => {
  const state = chosen({});
  /** @type {string[][]} */
  const heard = [];
  state.listen((changed) => heard.push([...changed].sort()));
  state.set({ q: "ferry", view: "timeline" }, { quiet: true });
  state.set({ q: "ferry" }, { quiet: true });
  assert.deepEqual(heard, [["matches", "q", "view"]]);
});

test("what was chosen is in the address, and read from it again", (t) => {
  const location = address(t, "");
  const state = new State(news());
  state.set({
    view: "stories",
    sort: "label",
    q: "ferry & co",
    topic: 1,
    quality: 20,
    from: 90,
    to: 150,
    article: 3,
    open: [1, 0],
  });
  const other = new State(news());
  other.recall();
  for (const key of /** @type {const} */ ([
    "view",
    "sort",
    "mode",
    "q",
    "topic",
    "quality",
    "from",
    "to",
    "article",
    "open",
  ]))
    assert.deepEqual(other[key], state[key], key);
  assert.match(location.hash, /topic=tide/);
  state.clear();
  state.set({ view: "map", sort: "size", article: -1, open: [] });
  assert.equal(location.hash, "#");
});

test("an address that names what is not there is passed over", (t) => {
  address(
    t,
    "#view=moon&sort=constructor&topic=gone&quality=-3&from=2024-01-02T00:00&to=2024-01-01T00:00&open=s1,gone",
  );
  const state = new State(news());
  state.recall();
  assert.deepEqual([state.view, state.sort, state.topic, state.quality, state.from], ["map", "size", -1, 0, null]);
  assert.deepEqual(state.open, [1]);
});

test("an article is chosen with its story, and no more than three stories are open", (t) => {
  address(t, "");
  const state = new State(news());
  choose(state, { article: 4 });
  assert.deepEqual([state.story, state.open], [1, [1]]);
  state.set({ open: [5, 6, 7] });
  choose(state, { story: 0 });
  assert.deepEqual(state.open, [6, 7, 0]);
  toggle(state, 7);
  assert.deepEqual([state.story, state.open], [-1, [6, 0]]);
});

test("a thing is picked by its kind and name; what is none is passed over", (t) => {
  address(t, "");
  const state = new State(news());
  pick(state, "topic", 1);
  assert.deepEqual(picked(state), { kind: "topic", place: 1 });
  for (const thing of ["", "topic/gone", "constructor/x", "__proto__/x"]) {
    state.set({ thing });
    assert.equal(picked(state), null, thing);
  }
});
