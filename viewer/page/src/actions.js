// what a reader does -> a change of what is chosen, the same in all views

import { KINDS } from "./data.js";

/** @import { State } from "./state.js" */
/** @import { Kind } from "./types.ts" */

const OPEN = 3; // stories that are open on the map at a time

/** @param {number[]} open @param {number} story */
const opened = (open, story) => [...open.filter((s) => s !== story), story].slice(-OPEN);

/**
 * Choose a story, or an article and with it its story.
 *
 * @param {State} state @param {{ story?: number, article?: number }} what
 */
export function choose(state, { story = -1, article = -1 }) {
  if (article >= 0) story = state.data.story[article];
  const open = story >= 0 ? opened(state.open, story) : state.open;
  state.set({ story, article, thing: "", open });
}

/**
 * Open a story on the map, or close it.
 *
 * @param {State} state @param {number} story
 */
export function toggle(state, story) {
  if (!state.open.includes(story)) return choose(state, { story });
  state.set({ open: state.open.filter((s) => s !== story), story: -1, article: -1, thing: "" });
}

/**
 * Look at a provider, a topic or an organization.
 *
 * @param {State} state @param {Kind} kind @param {number} place
 */
export function pick(state, kind, place) {
  state.set({ thing: `${kind}/${state.data.of[kind].id[place]}`, story: -1, article: -1 });
}

/**
 * Return the kind and the place of what `pick` chose, or null.
 *
 * @param {State} state @returns {{ kind: Kind, place: number } | null}
 */
export function picked(state) {
  const [, name, id] = /^(\w+)\/(.*)$/s.exec(state.thing) ?? [];
  const kind = KINDS.find((one) => one === name);
  const place = kind ? state.data.of[kind].id.indexOf(id) : -1;
  return kind && place >= 0 ? { kind, place } : null;
}
