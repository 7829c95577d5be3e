// providers, topics, organizations, quality -> the filters, and what is set as chips

import { KINDS } from "./data.js";
import { h } from "./dom.js";
import { KIND } from "./palette.js";
import { shorten } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Kind } from "./types.ts" */

const LABEL = 44; // signs of a name in a list

/**
 * Fill a box with the filters.
 *
 * @param {State} state @param {HTMLElement} box
 */
export function filters(state, box) {
  const selects = KINDS.map((kind) => select(state, kind)).filter((one) => one !== null);
  const quality = qualities(state);
  const clear = h(
    "button.plain",
    { type: "button", id: "clear", hidden: true, onclick: () => state.clear() },
    "Clear filters",
  );
  const told = h("output", { id: "told" });
  box.append(...selects, ...(quality ? [quality] : []), clear, told);
  const show = () => {
    for (const one of box.querySelectorAll("select")) {
      const kind = /** @type {Kind | "quality"} */ (one.dataset.kind);
      one.value = String(state[kind]);
      one.classList.toggle("set", state[kind] > (kind === "quality" ? 0 : -1));
    }
    clear.hidden = !state.filtered;
    told.textContent = state.told();
  };
  state.listen((changed) => changed.has("matches") && show());
  show();
}

/** @param {State} state @param {Kind} kind */
function select(state, kind) {
  const things = state.data.of[kind];
  const places = [...things.id.keys()].filter(
    (place) => things.articles[place] > 0 || (kind === "topic" && state.data.broader.includes(place)),
  );
  if (!places.length) return null;
  places.sort((a, b) => things.name[a].localeCompare(things.name[b], "en") || a - b);
  const options = places.map((place) =>
    h("option", { value: String(place) }, `${shorten(things.name[place], LABEL)} (${things.articles[place]})`),
  );
  return h(
    "label.filter",
    {},
    h("span.hidden", {}, KIND[kind].name),
    h(
      "select",
      { "data-kind": kind, onchange: (event) => state.set({ [kind]: Number(event.target.value) }) },
      h("option", { value: "-1" }, `Any ${KIND[kind].name.toLowerCase()}`),
      ...options,
    ),
  );
}

/** @param {State} state */
function qualities(state) {
  const known = state.data.quality.filter((value) => value !== null);
  const levels = [...new Set(known)].sort((a, b) => a - b);
  if (levels.length < 2) return null;
  const steps =
    levels.length > 10 ? Array.from({ length: 10 }, (_, i) => levels[Math.floor((i * levels.length) / 10)]) : levels;
  return h(
    "label.filter",
    {},
    h("span.hidden", {}, "Quality"),
    h(
      "select",
      { "data-kind": "quality", onchange: (event) => state.set({ quality: Number(event.target.value) }) },
      h("option", { value: "0" }, "Any quality"),
      ...[...new Set(steps)]
        .filter((value) => value > 0)
        .map((value) => h("option", { value: String(value) }, `Quality ${value} or more`)),
    ),
  );
}
