import assert from "node:assert/strict";
import { test } from "node:test";

import { arrangement, bounds } from "../src/arrangement.js";
import { belt } from "../src/belt.js";
import { members } from "../src/data.js";
import { dots, lanes } from "../src/lanes.js";
import { mix } from "../src/palette.js";
import { ROOM, makeRoom, unfold } from "../src/unfold.js";
import { chosen, news } from "./news.js";

/** @import { MapView } from "../src/map.js" */
/** @import { Chosen, Point } from "../src/types.ts" */

/** What the map knows, without its drawing. @param {Partial<Chosen>} what */
function map(what, alone = false) {
  const state = chosen(what);
  const shown = { state, data: state.data, alone };
  return /** @type {MapView} */ ({ ...shown, box0: bounds(shown) });
}

test("an opened story shows its articles and what they name, each once and within its reach", () => {
  const data = news();
  const { nodes, edges, reach } = unfold(data, 0, members(data, 0));
  const keys = nodes.map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(
    [...keys].sort(),
    ["article/0", "article/1", "article/2", "organization/0", "organization/1", "provider/0", "provider/1"].concat([
      "story/0",
      "topic/0",
      "topic/1",
    ]),
  );
  for (const { x, y } of nodes) assert.ok(Math.hypot(x, y) <= reach + 1e-9);
  for (const { from, to } of edges) assert.ok(keys.includes(from) && keys.includes(to));
  assert.deepEqual(
    edges.filter(({ kind }) => kind === "related").map(({ from, to }) => [from, to]),
    [["article/0", "article/1"]],
  );
});

test("the first article is at the top", () => {
  const data = news();
  const first = unfold(data, 1, members(data, 1)).nodes.find(({ key }) => key === "article/3");
  assert.ok(first && Math.abs(first.x) < 1e-9 && first.y > 0);
});

test("neighbours make room, and stay in their direction and order", () => {
  /** @type {Point[]} */
  const places = [
    [0, 0],
    [3, 4],
    [30, 40],
    [-1, 0],
  ];
  const moved = makeRoom(places, 0, 100);
  assert.deepEqual(moved[0], [0, 0]);
  const far = moved.map(([x, y]) => Math.hypot(x, y));
  assert.ok(far.slice(1).every((one) => one >= 100));
  assert.ok(far[3] < far[1] && far[1] < far[2]);
  assert.ok(Math.abs(moved[1][1] / moved[1][0] - 4 / 3) < 1e-9);
});

test("articles of no story lie around the map, those without a date last", () => {
  const data = news();
  const { x, y } = bounds({ data, alone: false });
  const around = belt(data);
  assert.equal(around.length, 2);
  for (const [a, b] of around) assert.ok(a < x[0] || a > x[1] || b < y[0] || b > y[1] || Math.hypot(a, b) > 130);
  assert.ok(around[0][1] > around[1][1], "the dated one is at the top");
});

test("the map has stories and lines, and the articles of what is open", () => {
  const closed = arrangement(map({}));
  assert.deepEqual([...closed.wanted.keys()], ["story/0", "story/1"]);
  assert.deepEqual(
    closed.edges.map(({ kind }) => kind),
    ["shares"],
  );
  const { wanted, reach } = arrangement(map({ open: [0] }, true));
  assert.ok(wanted.has("article/0") && wanted.has("article/5") && !wanted.has("article/3"));
  const [story, other] = [wanted.get("story/0"), wanted.get("story/1")];
  assert.ok(story?.opened && other);
  assert.ok(Math.hypot(story.x - other.x, story.y - other.y) >= (reach.get(0) ?? 0) + ROOM);
});

test("an article of no story is shown while it is chosen", () => {
  assert.ok(arrangement(map({ article: 5 })).wanted.has("article/5"));
  assert.ok(!arrangement(map({ article: 5 })).wanted.has("article/6"));
});

test("lanes are in the order that was chosen, and only of what has a date and matches", () => {
  assert.deepEqual(lanes(chosen({})), [0, 1]);
  assert.deepEqual(lanes(chosen({ lanes: "latest" })), [1, 0]);
  const state = chosen({ lanes: "latest" });
  state.data.minute[4] = 140;
  assert.deepEqual(lanes(state), [0, 1], "the last report counts, not the first");
  assert.deepEqual(lanes(chosen({ lanes: "earliest" })), [0, 1]);
  assert.deepEqual(lanes(chosen({ provider: 1, q: "tides" })), [1]);
});

test("dots at one place are piled up, and the fullest row is spared", () => {
  const at = [0, 1, 2, 3, 50];
  const rows = dots([0, 1, 2, 3, 4], (i) => at[i], { apart: 7, rows: 3 }).map(([, , row]) => row);
  assert.deepEqual(rows, [0, 1, 2, 0, 0]);
});

test("colours are mixed from end to end", () => {
  assert.equal(mix("#ff0010", "#00ff20", 0), "#ff0010");
  assert.equal(mix("#ff0010", "#00ff20", 1), "#00ff20");
  assert.equal(mix("#000000", "#ffffff", 0.5), "#808080");
});
