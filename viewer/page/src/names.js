// the nodes of the map that are on the screen -> those that get their names, and in which order

import { lets } from "./looks.js";

/** @import { MapView } from "./map.js" */
/** @import { Data, Labelled, MapGraph, Place } from "./types.ts" */

/**
 * Return the nodes in the order in which they get their names.
 *
 * @param {MapGraph} graph
 */
export function ranked(graph) {
  const weight = { story: 3, topic: 2, organization: 2, provider: 2, article: 1 };
  /** @param {string} key */
  const value = (key) => {
    const node = graph.getNodeAttributes(key);
    if (node.lone) return 0;
    return node.opened ? 1e6 : node.kind === "story" ? node.size : 1e4 * weight[node.kind];
  };
  return graph
    .nodes()
    .map((key) => ({ key, value: value(key) }))
    .sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
}

/**
 * Return the nodes on the screen whose names may be drawn, the most important first.
 *
 * @param {MapView} map @returns {Labelled[]}
 */
export function named(map) {
  const { width, height } = map.sigma.getDimensions();
  /** @type {Labelled[]} */
  const found = [];
  const { state } = map;
  /** @type {Labelled[]} */
  const first = [];
  for (const key of map.ranked) {
    if (!map.graph.hasNode(key)) continue;
    const node = map.graph.getNodeAttributes(key);
    if (!lets(map, node) || (map.lit && !map.lit.has(key))) continue;
    const { x, y } = map.sigma.graphToViewport(node);
    if (x < -80 || y < -40 || x > width + 80 || y > height + 40) continue;
    const radius = map.sigma.scaleSize(node.size);
    const chosen =
      key === map.hovered ||
      (node.kind === "story" && node.place === state.story && !node.opened) ||
      (node.kind === "article" && node.place === state.article);
    if (node.kind === "article" && radius < 5.5 && !chosen) continue;
    const counted =
      node.kind === "story" && !node.opened
        ? String(state.filtered ? state.inStory[node.place] : map.data.stories.size[node.place])
        : "";
    (chosen ? first : found).push({
      key,
      kind: node.kind,
      text: nameOf(map.data, node),
      x,
      y,
      radius,
      side: node.side,
      up: node.up,
      count: counted,
      chosen,
      opened: node.opened,
    });
  }
  return [...first, ...found];
}

/**
 * Return the name of a node.
 *
 * @param {Data} data @param {Place} node
 */
function nameOf(data, { kind, place }) {
  if (kind === "article") return data.text.title(place);
  return kind === "story" ? data.stories.name[place] : data.of[kind].name[place];
}
