// what is open -> where each node of the map belongs, and the lines between them

import { belt } from "./belt.js";
import { members } from "./data.js";
import { ROOM, keyOf, makeRoom, unfold } from "./unfold.js";

/** @import { MapView } from "./map.js" */
/** @import { Line, MapNode, Point, Unfolded } from "./types.ts" */

export const FEW = 400; // lines; of more, those that are long are drawn when one points at a story
const LONG = 0.13; // of the width of the map
const SMALLEST = 150; // half of the least part of the map that is shown, so that few stories do not fill the screen

/**
 * Return how far the map reaches.
 *
 * @param {Pick<MapView, "data" | "alone">} map @returns {MapView["box0"]}
 */
export function bounds({ data, alone }) {
  const { x, y, r } = data.stories;
  /** @param {number[]} values @param {1 | -1} sign */
  const reach = (values, sign) => values.reduce((far, value, i) => Math.max(far, sign * value + r[i]), SMALLEST);
  const dots = alone ? belt(data) : [];
  const wide = Math.max(reach(x, 1), reach(x, -1), ...dots.map(([a]) => Math.abs(a)));
  const high = Math.max(reach(y, 1), reach(y, -1), ...dots.map(([, b]) => Math.abs(b)));
  return { x: [-wide, wide], y: [-high, high] };
}

/**
 * Return nodes by key with their places, lines, and how far each opened story reaches.
 *
 * @param {MapView} map
 */
export function arrangement(map) {
  const { data, state } = map;
  /** @type {Point[]} */
  let places = data.stories.x.map((x, i) => [x, data.stories.y[i]]);
  const open = state.open.filter((s) => s < data.stories.many);
  const unfolded = open.map((story) => ({ story, ...unfold(data, story, members(data, story)) }));
  for (const { story, reach } of unfolded) places = makeRoom(places, story, reach + ROOM);
  /** @type {Map<string, MapNode>} */
  const wanted = new Map();
  places.forEach(([x, y], s) =>
    wanted.set(keyOf("story", s), { kind: "story", place: s, x, y, size: data.stories.r[s], side: 0 }),
  );
  for (const { story, nodes } of unfolded) {
    const [cx, cy] = places[story];
    for (const node of nodes) {
      if (wanted.has(node.key) && node.kind !== "story") continue; // another opened story has it
      wanted.set(node.key, {
        ...node,
        x: node.x + cx,
        y: node.y + cy,
        from: [cx, cy],
        opened: node.kind === "story",
      });
    }
  }
  addAlone(map, wanted, open.length ? unfolded : []);
  const far = data.lines.length > FEW ? LONG * (map.box0.x[1] + map.box0.y[1]) : Infinity;
  const { x, y } = data.stories;
  /** @param {number} a @param {number} b */
  const long = (a, b) => Math.hypot(x[a] - x[b], y[a] - y[b]) > far;
  /** @type {Line[]} */
  const edges = data.lines.map(([a, b]) => ({
    kind: "shares",
    quiet: long(a, b),
    from: keyOf("story", a),
    to: keyOf("story", b),
  }));
  for (const one of unfolded) edges.push(...one.edges);
  const reach = new Map(unfolded.map((one) => [one.story, one.reach]));
  return { wanted, edges, reach };
}

/** @param {MapView} map @param {Map<string, MapNode>} wanted @param {Pick<Unfolded, "reach">[]} unfolded */
function addAlone(map, wanted, unfolded) {
  const out = unfolded.reduce((far, { reach }) => Math.hypot(far, reach + ROOM), 0);
  const chosen = map.state.article;
  if (!map.alone && !(chosen >= map.data.firstAlone)) return;
  belt(map.data).forEach(([x, y], i) => {
    const place = map.data.firstAlone + i;
    if (!map.alone && place !== chosen) return;
    const stretch = 1 + out / Math.hypot(x, y);
    wanted.set(keyOf("article", place), {
      kind: "article",
      place,
      x: x * stretch,
      y: y * stretch,
      size: map.alone ? 6 : 9,
      side: 0,
      lone: true,
    });
  });
}
