// a node or a line of the map -> its colour and size, by what the reader chose and points at

import { FAINT, KIND, RELATION, mix, scheme } from "./palette.js";

/** @import { State } from "./state.js" */
/** @import { MapView } from "./map.js" */
/** @import { MapEdge, MapNode, Place } from "./types.ts" */

/**
 * Say whether the filters let a node through.
 *
 * @param {{ state: State }} map @param {Place} node
 */
export function lets({ state }, node) {
  if (!state.filtered) return true;
  if (node.kind === "story") return state.inStory[node.place] > 0;
  if (node.kind === "article") return state.matches[node.place] === 1;
  return true;
}

/**
 * Return how a node is drawn: what its kind says, fainter where it is not meant.
 *
 * @param {MapView} map @param {string} key @param {MapNode} node
 */
export function nodeLook(map, key, node) {
  const now = scheme();
  const kind = node.kind === "article" && map.data.stub.has(node.place) ? "stub" : node.kind;
  const color = KIND[kind][now];
  if (!lets(map, node)) return { ...node, color: FAINT[now], zIndex: 0 };
  if (map.lit && !map.lit.has(key)) return { ...node, color: mix(color, FAINT[now], 0.82), zIndex: 0 };
  return { ...node, color, zIndex: node.kind === "story" ? 1 : 2 };
}

/**
 * Return how a line is drawn.
 *
 * @param {MapView} map @param {string} key @param {MapEdge} edge
 */
export function edgeLook(map, key, edge) {
  const now = scheme();
  const color = RELATION[edge.kind][now];
  const [from, to] = map.graph.extremities(key);
  const size = edge.kind === "related" ? 2 : edge.kind === "shares" ? 1 : 1.3;
  const dim = map.lit ? !(map.hovered === from || map.hovered === to) : false;
  const out = !lets(map, map.graph.getNodeAttributes(from)) || !lets(map, map.graph.getNodeAttributes(to));
  const type = edge.kind === "shares" && !(map.lit && !dim) ? "thin" : "line";
  if (edge.quiet && (out || dim || !map.lit)) return { hidden: true, type: "thin" };
  if (out) return { color: FAINT[now], size: 0.5, type, zIndex: 0 };
  if (dim) return { color: mix(color, FAINT[now], 0.85), size, type, zIndex: 0 };
  return {
    color: map.lit && edge.kind === "shares" ? KIND.story[now] : color,
    size: map.lit ? size + 0.6 : size,
    type,
    zIndex: 1,
  };
}
