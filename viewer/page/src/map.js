// stories and what they share -> the map: super-nodes that unfold, lit up where the reader points

import Graph from "graphology";
import Sigma from "sigma";

import { choose, pick, toggle } from "./actions.js";
import { h, moves, say } from "./dom.js";
import { evidence } from "./evidence.js";
import { labeller } from "./labels.js";
import { members } from "./data.js";
import { FAINT, KIND, RELATION, mix, onScheme, scheme } from "./palette.js";
import { LINES, PROGRAMS } from "./shapes.js";
import { ROOM, keyOf, makeRoom, unfold } from "./unfold.js";
import { belt } from "./belt.js";
import { tooltip } from "./tooltip.js";
import { count } from "./words.js";

const SMALLEST = 150; // half of the least part of the map that is shown, so that few stories do not fill the screen
export const FEW = 400; // lines; of more, those that are long are drawn when one points at a story
const GROWN = 0.9; // how much of a zoom things grow with: a little less than the room between them
const LONG = 0.13; // of the width of the map
const UPRIGHT = 1.15; // height to width of a screen from which on the map stands
const MOVE = 380; // milliseconds that a change takes
const LOOKS = { minCameraRatio: 0.015, maxCameraRatio: 1.8, stagePadding: 34, zIndex: true, renderLabels: false };

export class MapView {
  constructor(state, box) {
    Object.assign(this, { state, data: state.data, box, hovered: null, lit: null, alone: state.data.many - state.data.firstAlone <= 600 });
    this.stage = h("div#stage.stage", { id: "stage", tabindex: 0, role: "application", "aria-label": "Map of stories; press question mark for the keys" });
    this.names = h("canvas", { class: "names", "aria-hidden": "true" });
    this.drawn = h("div.drawn", {}, this.stage);
    box.append(this.drawn);
    this.tip = tooltip(this.drawn);
    state.listen((changed) => this.follow(changed));
    onScheme(() => this.sigma && this.refresh());
  }

  /** Draw, once the map is to be seen. */
  show() {
    if (this.sigma || this.failed) return this.sigma?.resize();
    try {
      this.start();
    } catch (error) {
      this.failed = true;
      this.stage.remove();
      this.drawn.append(h("p.empty", {}, "The map needs WebGL, which this browser does not offer. Timeline and Stories show the same articles."));
      console.warn(String(error));
    }
  }

  start() {
    const { width, height } = this.stage.getBoundingClientRect();
    if (height > UPRIGHT * width) this.stand();
    this.graph = new Graph({ type: "directed", multi: true });
    this.bounds();
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
      nodeReducer: (key, node) => this.node(key, node),
      edgeReducer: (key, edge) => this.edge(key, edge),
    });
    this.sigma.setCustomBBox(this.box0);
    this.stage.append(this.names);
    this.label = labeller(this.names);
    this.sigma.on("afterRender", () => this.drawNames());
    this.pointer();
    this.arrange({ still: true });
    if (this.state.story >= 0 || this.state.open.length) this.go({ still: true });
  }

  /** Turn the map by a quarter, so that it fills a screen that is higher than wide. */
  stand() {
    const { stories } = this.data;
    [stories.x, stories.y] = [stories.y, stories.x];
    this.data.belt = null;
  }

  bounds() {
    const { x, y, r } = this.data.stories;
    const reach = (values, sign) => values.reduce((far, value, i) => Math.max(far, sign * value + r[i]), SMALLEST);
    const dots = this.alone ? belt(this.data) : [];
    const wide = Math.max(reach(x, 1), reach(x, -1) , ...dots.map(([a]) => Math.abs(a)));
    const high = Math.max(reach(y, 1), reach(y, -1), ...dots.map(([, b]) => Math.abs(b)));
    this.box0 = { x: [-wide, wide], y: [-high * 1, high * 1] };
  }

  /** Set the places of all nodes for what is open, in one step or gently. */
  arrange({ still = false } = {}) {
    const { data, graph, state } = this;
    let places = data.stories.x.map((x, i) => [x, data.stories.y[i]]);
    const open = state.open.filter((s) => s < data.stories.many);
    const unfolded = open.map((story) => ({ story, ...unfold(data, story, members(data, story)) }));
    for (const { story, reach } of unfolded) places = makeRoom(places, story, reach + ROOM);
    this.reach = new Map(unfolded.map(({ story, reach }) => [story, reach]));
    const wanted = new Map();
    places.forEach(([x, y], s) => wanted.set(keyOf("story", s), { kind: "story", place: s, x, y, size: data.stories.r[s], side: 0 }));
    for (const { story, nodes } of unfolded) {
      const [cx, cy] = places[story];
      for (const node of nodes) {
        if (wanted.has(node.key) && node.kind !== "story") continue; // another opened story has it
        wanted.set(node.key, { ...node, x: node.x + cx, y: node.y + cy, from: [cx, cy], opened: node.kind === "story" });
      }
    }
    this.addAlone(wanted, open.length ? unfolded : []);
    const far = data.lines.length > FEW ? LONG * (this.box0.x[1] + this.box0.y[1]) : Infinity;
    const { x, y } = data.stories;
    const long = (a, b) => Math.hypot(x[a] - x[b], y[a] - y[b]) > far;
    const edges = data.lines.map(([a, b]) => ({ kind: "shares", quiet: long(a, b), from: keyOf("story", a), to: keyOf("story", b) }));
    for (const one of unfolded) edges.push(...one.edges);
    for (const key of graph.nodes()) if (!wanted.has(key)) graph.dropNode(key);
    graph.clearEdges();
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
    this.rank();
    this.travel(moved, still || !moves() ? 0 : MOVE);
  }

  addAlone(wanted, unfolded) {
    const out = unfolded.reduce((far, { reach }) => Math.hypot(far, reach + ROOM), 0);
    const chosen = this.state.article;
    if (!this.alone && !(chosen >= this.data.firstAlone)) return;
    belt(this.data).forEach(([x, y], i) => {
      const place = this.data.firstAlone + i;
      if (!this.alone && place !== chosen) return;
      const stretch = 1 + out / Math.hypot(x, y);
      wanted.set(keyOf("article", place), { kind: "article", place, x: x * stretch, y: y * stretch, size: this.alone ? 6 : 9, side: 0, lone: true });
    });
  }

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

  /** Put the nodes into the order in which they get their labels. */
  rank() {
    const weight = { story: 3, topic: 2, organization: 2, provider: 2, article: 1 };
    const value = (key) => {
      const node = this.graph.getNodeAttributes(key);
      if (node.lone) return 0;
      return node.opened ? 1e6 : node.kind === "story" ? node.size : 1e4 * weight[node.kind];
    };
    this.ranked = this.graph.nodes().map((key) => [key, value(key)]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
  }

  lets(node) {
    const { state } = this;
    if (!state.filtered) return true;
    if (node.kind === "story") return state.inStory[node.place] > 0;
    if (node.kind === "article") return state.matches[node.place] === 1;
    return true;
  }

  node(key, node) {
    const now = scheme();
    const kind = node.kind === "article" && this.data.stub.has(node.place) ? "stub" : node.kind;
    const color = KIND[kind][now];
    if (!this.lets(node)) return { ...node, color: FAINT[now], zIndex: 0 };
    if (this.lit && !this.lit.has(key)) return { ...node, color: mix(color, FAINT[now], 0.82), zIndex: 0 };
    return { ...node, color, zIndex: node.kind === "story" ? 1 : 2 };
  }

  edge(key, edge) {
    const now = scheme();
    const color = RELATION[edge.kind][now];
    const [from, to] = this.graph.extremities(key);
    const size = edge.kind === "related" ? 2 : edge.kind === "shares" ? 1 : 1.3;
    const dim = this.lit ? !(this.hovered === from || this.hovered === to) : false;
    const out = !this.lets(this.graph.getNodeAttributes(from)) || !this.lets(this.graph.getNodeAttributes(to));
    const type = edge.kind === "shares" && !(this.lit && !dim) ? "thin" : "line";
    if (edge.quiet && (out || dim || !this.lit)) return { hidden: true, type: "thin" };
    if (out) return { color: FAINT[now], size: 0.5, type, zIndex: 0 };
    if (dim) return { color: mix(color, FAINT[now], 0.85), size, type, zIndex: 0 };
    return { color: this.lit && edge.kind === "shares" ? KIND.story[now] : color, size: this.lit ? size + 0.6 : size, type, zIndex: 1 };
  }

  drawNames() {
    const { width, height } = this.sigma.getDimensions();
    const found = [];
    const { state } = this;
    const first = [];
    for (const key of this.ranked) {
      if (!this.graph.hasNode(key)) continue;
      const node = this.graph.getNodeAttributes(key);
      if (!this.lets(node) || (this.lit && !this.lit.has(key))) continue;
      const { x, y } = this.sigma.graphToViewport(node);
      if (x < -80 || y < -40 || x > width + 80 || y > height + 40) continue;
      const radius = this.sigma.scaleSize(node.size);
      const chosen = key === this.hovered || (node.kind === "story" && node.place === state.story && !node.opened) || (node.kind === "article" && node.place === state.article);
      if (node.kind === "article" && radius < 5.5 && !chosen) continue;
      const counted = node.kind === "story" && !node.opened ? String(state.filtered ? state.inStory[node.place] : this.data.stories.size[node.place]) : "";
      (chosen ? first : found).push({ key, kind: node.kind, text: this.name(node), x, y, radius, side: node.side, up: node.up, count: counted, chosen });
    }
    this.label([...first, ...found], width, height);
  }

  name({ kind, place }) {
    if (kind === "article") return this.data.text.title(place);
    return kind === "story" ? this.data.stories.name[place] : this.data.of[kind].name[place];
  }

  pointer() {
    const { sigma } = this;
    let dragged = null;
    let moved = false;
    sigma.on("enterNode", ({ node, event }) => this.light(node, event));
    sigma.on("leaveNode", () => this.light(null));
    sigma.on("enterEdge", ({ edge, event }) => this.tip.show(evidence(this.data, this.graph, edge), event));
    sigma.on("leaveEdge", () => this.tip.hide());
    sigma.on("clickNode", ({ node }) => !moved && this.click(node));
    sigma.on("clickStage", () => !moved && this.state.set({ story: -1, article: -1, thing: "" }));
    sigma.on("doubleClickNode", (event) => event.preventSigmaDefault());
    sigma.on("downNode", ({ node }) => {
      dragged = node;
      moved = false;
    });
    sigma.on("downStage", () => (moved = false));
    sigma.on("moveBody", ({ event }) => {
      if (!dragged) return;
      moved = true;
      this.tip.hide();
      const { x, y } = sigma.viewportToGraph(event);
      this.graph.mergeNodeAttributes(dragged, { x, y });
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
    });
    for (const up of ["upNode", "upStage"]) sigma.on(up, () => (dragged = null));
    this.stage.addEventListener("pointerleave", () => {
      dragged = null;
      this.light(null);
    });
  }

  light(key, event = null) {
    this.hovered = key;
    this.lit = key ? new Set([key, ...this.graph.neighbors(key)]) : null;
    this.stage.style.cursor = key ? "pointer" : "";
    if (key && event) this.tip.show(evidence.node(this.data, this.graph.getNodeAttributes(key), this.state), event);
    else this.tip.hide();
    this.refresh();
  }

  click(key) {
    const { kind, place } = this.graph.getNodeAttributes(key);
    this.tip.hide();
    if (kind === "story") toggle(this.state, place);
    else if (kind === "article") choose(this.state, { article: place });
    else pick(this.state, kind, place);
  }

  refresh() {
    this.sigma.refresh({ skipIndexation: false });
  }

  follow(changed) {
    if (!this.sigma) return;
    const arranged = changed.has("open") || (changed.has("article") && !this.alone);
    if (arranged) this.arrange();
    if (changed.has("story") || changed.has("article") || changed.has("open")) this.go();
    if (changed.has("matches")) this.refresh();
    else if (changed.has("story") || changed.has("article")) this.refresh();
  }

  /** Go to what is chosen. */
  go({ still = false } = {}) {
    const { state, sigma } = this;
    clearTimeout(this.going);
    this.going = setTimeout(
      () => {
        const story = state.story >= 0 && this.reach.has(state.story) ? state.story : state.open.at(-1);
        const lone = state.article >= this.data.firstAlone ? keyOf("article", state.article) : null;
        const key = lone ?? (story === undefined ? null : keyOf("story", story));
        if (!key || !this.graph.hasNode(key)) return;
        const reach = lone ? 160 : (this.reach.get(story) ?? 100) + 90;
        this.fly(key, reach, still);
      },
      still || !moves() ? 0 : MOVE,
    );
    sigma.refresh();
  }

  fly(key, reach, still) {
    const { sigma } = this;
    const camera = sigma.getCamera();
    const here = sigma.graphToViewport({ x: 0, y: 0 });
    const there = sigma.graphToViewport({ x: reach, y: 0 });
    const { width, height } = sigma.getDimensions();
    const panel = document.getElementById("panel");
    const covered = getComputedStyle(panel).position === "absolute" && !panel.hidden ? panel.offsetHeight : 0;
    const ratio = camera.getState().ratio * ((2 * Math.abs(there.x - here.x)) / Math.min(width * 0.8, height - covered));
    const { x, y } = sigma.getNodeDisplayData(key);
    const to = { x, y, ratio: Math.min(1, Math.max(0.02, ratio)), angle: 0 };
    // what the panel covers is not the middle that a reader sees
    const [top, low] = [0, covered / 2].map((at) => sigma.viewportToFramedGraph({ x: 0, y: at }).y);
    to.y += ((low - top) * to.ratio) / camera.getState().ratio;
    if (still || !moves()) camera.setState(to);
    else camera.animate(to, { duration: MOVE });
  }

  /** Show the whole map. */
  whole() {
    const { sigma } = this;
    if (sigma) sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: this.state.open.length ? 1.25 : 1, angle: 0 }, { duration: moves() ? MOVE : 0 });
  }

  zoom(by) {
    if (!this.sigma) return;
    const camera = this.sigma.getCamera();
    camera.animate({ ratio: this.sigma.getCamera().getBoundedRatio(camera.getState().ratio * by) }, { duration: moves() ? 180 : 0 });
  }

  pan(dx, dy) {
    const camera = this.sigma?.getCamera();
    if (!camera) return;
    const { x, y, ratio } = camera.getState();
    camera.setState({ x: x + dx * ratio * 0.08, y: y + dy * ratio * 0.08 });
  }

  /** Show or hide the articles of no story. */
  showAlone(on) {
    this.alone = on;
    this.bounds();
    this.sigma?.setCustomBBox(this.box0);
    if (this.sigma) this.arrange({ still: true });
    say(on ? `${count(this.data.many - this.data.firstAlone, "article")} of no story are shown around the map` : "articles of no story are hidden");
  }
}
