// keys -> what they do; a window that lists them

import { choose } from "./actions.js";
import { h, say } from "./dom.js";
import { sorted } from "./stories.js";
import { count } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { MapView } from "./map.js" */
/** @import { Brush } from "./brush.js" */

const KEYS = [
  ["1 2 3", "Map, Timeline, Stories"],
  ["/", "search"],
  ["n  p", "next story, story before"],
  ["Enter", "on the map: open the story, or close it"],
  ["+  −  0", "on the map: nearer, farther, the whole"],
  ["← → ↑ ↓", "on the map: move it; on the timeline: from lane to lane"],
  ["Space", "play the time, or pause"],
  ["Esc", "close the panel; again: clear the filters"],
  ["?", "these keys"],
];

/**
 * Listen to the keys.
 *
 * @param {State} state @param {{ map: MapView, brush: Brush, search: { focus(): void } }} views
 */
export function keyboard(state, { map, brush, search }) {
  /** @type {Record<string, [x: number, y: number]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  /** @param {number} by */
  const next = (by) => {
    const stories = sorted(state);
    if (!stories.length) return;
    const at = stories.indexOf(state.story);
    const story = stories[at < 0 ? (by > 0 ? 0 : stories.length - 1) : (at + by + stories.length) % stories.length];
    choose(state, { story });
    say(`${state.data.stories.title[story]}, ${count(state.data.stories.size[story], "article")}`);
  };
  /** @type {Record<string, () => unknown>} */
  const anywhere = {
    1: () => state.set({ view: "map" }),
    2: () => state.set({ view: "timeline" }),
    3: () => state.set({ view: "stories" }),
    "/": () => search.focus(),
    "?": () => help(),
    n: () => next(1),
    p: () => next(-1),
    Escape: () => {
      if (state.story >= 0 || state.article >= 0 || state.thing) state.set({ story: -1, article: -1, thing: "" });
      else state.clear();
    },
  };
  /** @type {Record<string, () => unknown>} */
  const onMap = {
    "+": () => map.zoom(1 / 1.4),
    "=": () => map.zoom(1 / 1.4),
    "-": () => map.zoom(1.4),
    0: () => map.whole(),
    Enter: () =>
      state.story >= 0 &&
      state.set({
        open: state.open.includes(state.story)
          ? state.open.filter((s) => s !== state.story)
          : [...state.open, state.story],
      }),
    " ": () => (brush.playing ? brush.stop() : brush.start()),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = /** @type {Element} */ (event.target);
    const typing = target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (typing && event.key !== "Escape") return;
    if (target.closest("dialog")) return;
    const stage = target.closest("#stage") || target === document.body;
    if (state.view === "map" && stage && arrows[event.key]) map.pan(...arrows[event.key]);
    else if (state.view === "map" && stage && onMap[event.key]) onMap[event.key]();
    else if (event.key === " " && stage) onMap[" "]();
    else if (anywhere[event.key]) anywhere[event.key]();
    else return;
    event.preventDefault();
  });
}

/** Show the keys. */
export function help() {
  if (document.querySelector("dialog.keys")) return;
  const close = h("button.plain", { type: "button", onclick: () => dialog.close() }, "Close");
  /** @type {HTMLDialogElement} */
  const dialog = h(
    "dialog.keys",
    { "aria-labelledby": "keys" },
    h("h2", { id: "keys" }, "Keys"),
    h("dl", {}, ...KEYS.flatMap(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)])),
    close,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}
