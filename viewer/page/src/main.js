// the page: reads what it holds, lays out the views, and lets them follow each other

import { Brush } from "./brush.js";
import { read } from "./data.js";
import { h, say } from "./dom.js";
import { filters } from "./filters.js";
import { help, keyboard } from "./keyboard.js";
import { legend } from "./legend.js";
import { MapView } from "./map.js";
import { Panel } from "./panel.js";
import { scheme } from "./palette.js";
import { printing } from "./print.js";
import { search } from "./search.js";
import { State, VIEWS } from "./state.js";
import { StoriesView } from "./stories.js";
import { TimelineView } from "./timeline.js";

/** @import { View } from "./types.ts" */

/** @type {Record<View, string>} */
const NAMES = { map: "Map", timeline: "Timeline", stories: "Stories" };

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

function start() {
  const state = new State(read());
  const boxes = /** @type {Record<View, HTMLElement>} */ (
    Object.fromEntries(
      VIEWS.map((view) => [
        view,
        h(`section.view.${view}`, { id: view, role: "tabpanel", "aria-labelledby": `tab-${view}`, hidden: true }),
      ]),
    )
  );
  const [bar, panel, strip, said] = [
    h("div", { id: "filters" }),
    h("aside", { id: "panel", "aria-label": "What is chosen", hidden: true }),
    h("div", { id: "strip", role: "group", "aria-label": "Time" }),
    h("div", { id: "said", role: "status" }),
  ];
  const find = h("div.search", { role: "search" });
  const tabs = h("div.tabs", { role: "tablist", "aria-label": "Views" }, ...VIEWS.map((view) => tab(state, view)));
  const small = window.matchMedia("(max-width: 720px)").matches;
  const folded = h("details.filters", { open: !small }, h("summary", {}, "Filters"), bar);
  byId("head").append(
    tabs,
    find,
    h(
      "div.tools",
      {},
      theme(),
      h("button.plain", { type: "button", title: "Keys (?)", "aria-label": "Keys", onclick: () => help() }, "?"),
    ),
  );
  byId("app").append(folded, h("main", { id: "views" }, ...Object.values(boxes), panel), strip, said);
  state.recall();
  if (state.data.stories.many === 1 && !location.hash) state.set({ open: [0] }, { quiet: true }); // there is no choice
  const map = new MapView(state, boxes.map);
  const views = {
    map,
    timeline: new TimelineView(state, boxes.timeline),
    stories: new StoriesView(state, boxes.stories),
  };
  legend(state, map, boxes.map);
  map.drawn.append(zooms(map));
  filters(state, bar);
  const searching = search(state, find);
  const brush = new Brush(state, strip);
  new Panel(state, panel);
  keyboard(state, { map, brush, search: searching });
  printing(state);
  const show = () => {
    for (const view of VIEWS) {
      boxes[view].hidden = view !== state.view;
      const one = byId(`tab-${view}`);
      one.setAttribute("aria-selected", String(view === state.view));
      one.tabIndex = view === state.view ? 0 : -1;
    }
    document.body.dataset.view = state.view;
    views[state.view].show();
  };
  state.listen((changed) => {
    if (changed.has("view")) show();
    if (changed.has("matches")) say(state.told());
  });
  window.addEventListener("hashchange", () => state.recall());
  show();
  document.documentElement.dataset.ready = "true";
  Object.defineProperty(window, "kgPage", { value: { state, map, views, brush } });
}

/** @param {State} state @param {View} view */
function tab(state, view) {
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      id: `tab-${view}`,
      "aria-controls": view,
      "aria-selected": "false",
      onclick: () => state.set({ view }),
      onkeydown: (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        const to = VIEWS[(VIEWS.indexOf(view) + by + VIEWS.length) % VIEWS.length];
        state.set({ view: to });
        byId(`tab-${to}`).focus();
      },
    },
    NAMES[view],
  );
}

function theme() {
  const button = h(
    "button.plain",
    { type: "button", id: "theme", title: "Light or dark", "aria-label": "Light or dark" },
    "◐",
  );
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = scheme() === "dark" ? "light" : "dark";
    document.dispatchEvent(new Event("kg-theme"));
  });
  return button;
}

/** @param {MapView} map */
function zooms(map) {
  /** @param {string} sign @param {string} name @param {() => void} act */
  const button = (sign, name, act) =>
    h("button", { type: "button", title: name, "aria-label": name, onclick: act }, sign);
  return h(
    "div.zooms",
    {},
    button("+", "Nearer", () => map.zoom(1 / 1.5)),
    button("−", "Farther", () => map.zoom(1.5)),
    button("⤢", "The whole map", () => map.whole()),
  );
}

if (document.getElementById("graph")) start();
