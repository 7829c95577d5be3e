// stories and what they share -> the map: super-nodes that unfold, lit up where the reader points

import Graph from "graphology";
import Sigma from "sigma";

import { arrangement, bounds } from "./arrangement.js";
import { MOVE, go, pan, whole, zoom } from "./camera.js";
import { h, moves, say } from "./dom.js";
import { labeller } from "./labels.js";
import { edgeLook, lets, nodeLook } from "./looks.js";
import { named, ranked } from "./names.js";
import { KIND, onScheme } from "./palette.js";
import { pointing } from "./pointing.js";
import { LINES, PROGRAMS } from "./shapes.js";
import { tooltip } from "./tooltip.js";
import { count } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Changed, MapEdge, MapGraph, MapNode, Place } from "./types.ts" */

const GROWN = 0.9; // how much of a zoom things grow with: a little less than the room between them
const UPRIGHT = 1.15; // height to width of a screen from which on the map stands
const LOOKS = { minCameraRatio: 0.015, maxCameraRatio: 1.8, stagePadding: 34, zIndex: true, renderLabels: false };

export class MapView {
  /** @param {State} state @param {HTMLElement} box */
  constructor(state, box) {
    Object.assign(this, {
      state,
      data: state.data,
      box,
      hovered: null,
      lit: null,
      alone: state.data.many - state.data.firstAlone <= 600,
    });
    this.stage = h("div.stage", {
      id: "stage",
      tabindex: 0,
      role: "application",
      "aria-label": "Map of stories; press question mark for the keys",
    });
    this.names = h("canvas", { class: "names", "aria-hidden": "true" });
    this.drawn = h("div.drawn", {}, this.stage);
    box.append(this.drawn);
    this.tip = tooltip(this.drawn);
    state.listen((changed) => this.follow(changed));
    onScheme(() => this.sigma && this.refresh());
  }

  /** Draw, once the map is to be seen. */
  show() {
    if (this.sigma || this.failed) return this.again();
    try {
      this.start();
    } catch (error) {
      this.failed = true;
      this.stage.remove();
      this.drawn.append(
        h(
          "p.empty",
          {},
          "The map needs WebGL, which this browser does not offer. Timeline and Stories show the same articles.",
        ),
      );
      console.warn(String(error));
    }
  }

  start() {
    const { width, height } = this.stage.getBoundingClientRect();
    if (height > UPRIGHT * width) this.stand();
    /** @type {MapGraph} */
    this.graph = new Graph({ type: "directed", multi: true });
    this.box0 = bounds(this);
    /** @type {Sigma<MapNode, MapEdge>} */
    this.sigma = new Sigma(this.graph, this.stage, {
      ...LOOKS,
      allowInvalidContainer: true,
      itemSizesReference: "positions",
      zoomToSizeRatioFunction: (ratio) => ratio ** GROWN,
      enableEdgeEvents: true,
      defaultDrawNodeHover: () => {},
      nodeProgramClasses: PROGRAMS,
      nodeHoverProgramClasses: PROGRAMS,
      edgeProgramClasses: LINES,
      defaultEdgeType: "line",
      nodeReducer: (key, node) => nodeLook(this, key, node),
      edgeReducer: (key, edge) => edgeLook(this, key, edge),
    });
    this.sigma.setCustomBBox(this.box0);
    this.stage.append(this.names);
    this.label = labeller(this.names);
    this.sigma.on("afterRender", () => this.label(named(this), this.sigma.getDimensions()));
    pointing(this);
    this.arrange({ still: true });
    if (this.state.story >= 0 || this.state.open.length) go(this, { still: true });
  }

  /** Draw again what was out of sight, and go to what was chosen meanwhile. */
  again() {
    if (!this.sigma) return;
    this.sigma.resize();
    this.refresh();
    if (this.waiting) go(this, { still: true });
  }

  /** Turn the map by a quarter, so that it fills a screen that is higher than wide. */
  stand() {
    const { stories } = this.data;
    [stories.x, stories.y] = [stories.y, stories.x];
    this.data.belt = null;
  }

  /**
   * Set the places of all nodes for what is open, in one step or gently.
   *
   * @param {{ still?: boolean }} [how]
   */
  arrange({ still = false } = {}) {
    const { graph } = this;
    const { wanted, edges, reach } = arrangement(this);
    this.reach = reach;
    for (const key of graph.nodes()) if (!wanted.has(key)) graph.dropNode(key);
    graph.clearEdges();
    /** @type {[key: string, x0: number, y0: number, x1: number, y1: number][]} */
    const moved = [];
    for (const [key, node] of wanted) {
      const type = KIND[node.kind].shape;
      if (!graph.hasNode(key)) {
        const [x, y] = still || !node.from ? [node.x, node.y] : node.from;
        graph.addNode(key, { ...node, x, y, type });
      } else {
        const { x, y } = graph.getNodeAttributes(key);
        graph.replaceNodeAttributes(key, { ...node, x, y, type });
      }
      const now = graph.getNodeAttributes(key);
      if (now.x !== node.x || now.y !== node.y) moved.push([key, now.x, now.y, node.x, node.y]);
    }
    const seen = new Set();
    for (const edge of edges) {
      const key = `${edge.kind} ${edge.from} ${edge.to}`;
      if (seen.has(key) || !graph.hasNode(edge.from) || !graph.hasNode(edge.to)) continue;
      seen.add(key);
      graph.addEdgeWithKey(key, edge.from, edge.to, { kind: edge.kind, quiet: edge.quiet });
    }
    this.ranked = ranked(graph);
    this.travel(moved, still || !moves() ? 0 : MOVE);
  }

  /**
   * Move nodes to their places: [key, from x, from y, to x, to y].
   *
   * @param {[key: string, x0: number, y0: number, x1: number, y1: number][]} moved @param {number} time
   */
  travel(moved, time) {
    cancelAnimationFrame(this.frame);
    const begun = performance.now();
    const step = () => {
      const share = time ? Math.min(1, (performance.now() - begun) / time) : 1;
      const eased = 1 - (1 - share) ** 3;
      for (const [key, x0, y0, x1, y1] of moved) {
        if (!this.graph.hasNode(key)) continue;
        this.graph.mergeNodeAttributes(key, { x: x0 + (x1 - x0) * eased, y: y0 + (y1 - y0) * eased });
      }
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    step();
  }

  /** @param {Place} node */
  lets(node) {
    return lets(this, node);
  }

  refresh() {
    this.sigma.refresh({ skipIndexation: false });
  }

  /** @param {Changed} changed */
  follow(changed) {
    if (!this.sigma) return;
    const arranged = changed.has("open") || (changed.has("article") && !this.alone);
    if (arranged) this.arrange();
    if (changed.has("story") || changed.has("article") || changed.has("open")) go(this);
    if (changed.has("matches")) this.refresh();
    else if (changed.has("story") || changed.has("article")) this.refresh();
  }

  whole() {
    whole(this);
  }

  /** @param {number} by */
  zoom(by) {
    zoom(this, by);
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    pan(this, dx, dy);
  }

  /**
   * Show or hide the articles of no story.
   *
   * @param {boolean} on
   */
  showAlone(on) {
    this.alone = on;
    this.box0 = bounds(this);
    this.sigma?.setCustomBBox(this.box0);
    if (this.sigma) this.arrange({ still: true });
    say(
      on
        ? `${count(this.data.many - this.data.firstAlone, "article")} of no story are shown around the map`
        : "articles of no story are hidden",
    );
  }
}
