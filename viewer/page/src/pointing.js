// the pointer on the map -> what is lit up, dragged and chosen

import { choose, pick, toggle } from "./actions.js";
import { evidence, told } from "./evidence.js";

/** @import { MapView } from "./map.js" */

/**
 * Follow the pointer.
 *
 * @param {MapView} map
 */
export function pointing(map) {
  const { sigma } = map;
  /** @type {string | null} */
  let dragged = null;
  let moved = false;
  sigma.on("enterNode", ({ node, event }) => light(map, node, event));
  sigma.on("leaveNode", () => light(map, null));
  sigma.on("enterEdge", ({ edge, event }) => map.tip.show(evidence(map.data, map.graph, edge), event));
  sigma.on("leaveEdge", () => map.tip.hide());
  sigma.on("clickNode", ({ node }) => !moved && click(map, node));
  sigma.on("clickStage", () => !moved && map.state.set({ story: -1, article: -1, thing: "" }));
  sigma.on("doubleClickNode", (event) => event.preventSigmaDefault());
  sigma.on("downNode", ({ node }) => {
    dragged = node;
    moved = false;
  });
  sigma.on("downStage", () => (moved = false));
  sigma.on("moveBody", ({ event }) => {
    if (!dragged) return;
    moved = true;
    map.tip.hide();
    const { x, y } = sigma.viewportToGraph(event);
    map.graph.mergeNodeAttributes(dragged, { x, y });
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  for (const up of /** @type {const} */ (["upNode", "upStage"])) sigma.on(up, () => (dragged = null));
  map.stage.addEventListener("pointerleave", () => {
    dragged = null;
    light(map, null);
  });
}

/**
 * Light up a node and its neighbours; nothing if there is none.
 *
 * @param {MapView} map @param {string | null} key @param {{ x: number, y: number } | null} [event]
 */
function light(map, key, event = null) {
  map.hovered = key;
  map.lit = key ? new Set([key, ...map.graph.neighbors(key)]) : null;
  map.stage.style.cursor = key ? "pointer" : "";
  if (key && event) map.tip.show(told(map.data, map.graph.getNodeAttributes(key), map.state), event);
  else map.tip.hide();
  map.refresh();
}

/** @param {MapView} map @param {string} key */
function click(map, key) {
  const { kind, place } = map.graph.getNodeAttributes(key);
  map.tip.hide();
  if (kind === "story") toggle(map.state, place);
  else if (kind === "article") choose(map.state, { article: place });
  else pick(map.state, kind, place);
}
