// what the reader types -> a filter as they type, and suggestions to go to

import { choose, pick } from "./actions.js";
import { KINDS } from "./data.js";
import { h, own } from "./dom.js";
import { KIND } from "./palette.js";
import { fold } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Suggestion } from "./types.ts" */

const SHOWN = { story: 5, provider: 3, topic: 3, organization: 3, article: 5 };
const PAUSE = 120; // milliseconds after the last key

/**
 * Fill a box with the search.
 *
 * @param {State} state @param {HTMLElement} box
 */
export function search(state, box) {
  const list = h("ul", { id: "found", role: "listbox", "aria-label": "Found", hidden: true });
  const field = h("input", {
    type: "search",
    id: "query",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
    "aria-label": "Search",
    placeholder: "Search  ( / )",
    autocomplete: "off",
    spellcheck: false,
  });
  box.append(field, list);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let at = -1;
  /** @type {Suggestion[]} */
  let items = [];
  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  /** @param {Suggestion | undefined} item */
  const go = (item) => {
    if (!item) return;
    close();
    if (item.kind === "story") choose(state, { story: item.place });
    else if (item.kind === "article") choose(state, { article: item.place });
    else pick(state, item.kind, item.place);
  };
  const open = () => {
    items = suggestions(state, field.value);
    at = -1;
    list.replaceChildren(
      ...items.map((item, i) =>
        h(
          "li",
          {
            id: `found-${i}`,
            role: "option",
            "aria-selected": "false",
            "data-kind": item.kind,
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => go(item),
          },
          h("small", {}, KIND[item.kind].name),
          own(item.name),
        ),
      ),
    );
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(items.length > 0));
  };
  const filter = () => {
    clearTimeout(timer);
    state.set({ q: field.value.trim() });
    if (document.activeElement === field && field.value.trim()) open();
    else close();
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && items.length && !list.hidden) {
      event.preventDefault();
      at = (at + by + items.length) % items.length;
      [...list.children].forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
      list.children[at].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", `found-${at}`);
    } else if (event.key === "Enter") {
      filter();
      go(items[Math.max(0, at)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  field.addEventListener("blur", close);
  state.listen((changed) => {
    if (changed.has("q") && field.value.trim() !== state.q) field.value = state.q;
  });
  field.value = state.q;
  return {
    focus() {
      field.focus();
      field.select();
    },
  };
}

/** @param {State} state @param {string} typed @returns {Suggestion[]} */
function suggestions(state, typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const { data } = state;
  /** @param {string} text */
  const has = (text) => words.every((word) => text.includes(word));
  data.folded ??= {};
  /** @type {Suggestion[]} */
  const found = [];
  for (const kind of /** @type {const} */ (["story", ...KINDS])) {
    const { id, name } = kind === "story" ? data.stories : data.of[kind];
    const called = kind === "story" ? data.stories.title : name;
    const names = (data.folded[kind] ??= id.map((_, i) => fold(`${called[i]} ${name[i]}`)));
    let left = SHOWN[kind];
    for (let place = 0; place < names.length && left; place++) {
      if (!has(names[place])) continue;
      found.push({ kind, place, name: called[place] });
      left--;
    }
  }
  let left = SHOWN.article;
  for (let i = 0; i < data.many && left; i++) {
    if (!state.matches[i] || !has(fold(data.text.title(i)))) continue;
    found.push({ kind: "article", place: i, name: data.text.title(i) });
    left--;
  }
  return found;
}
