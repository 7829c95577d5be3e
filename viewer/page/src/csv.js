// what matches -> CSV (RFC 4180)

import { iri } from "./data.js";
import { iso } from "./words.js";

/** @import { State } from "./state.js" */

/** @typedef {[name: string, value: (state: State, article: number) => string]} Column */

/** @type {Column[]} */
export const header = [
  ["Headline", (state, i) => state.data.text.title(i)],
  ["Provider", (state, i) => (state.data.provider[i] < 0 ? "" : state.data.providers.name[state.data.provider[i]])],
  ["Published (UTC)", (state, i) => (state.data.minute[i] === null ? "" : `${iso(state.data.minute[i])}Z`)],
  ["Story", (state, i) => (state.data.story[i] < 0 ? "" : state.data.stories.title[state.data.story[i]])],
];
/** @type {Column[]} */
const MORE = [
  ["Story label", (state, i) => (state.data.story[i] < 0 ? "" : state.data.stories.name[state.data.story[i]])],
  ["URL", (state, i) => state.data.text.url(i)],
  ["Story IRI", (state, i) => (state.data.story[i] < 0 ? "" : iri(state.data, "story", state.data.story[i]))],
];
const FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet would reckon with

/**
 * Return the articles that match: story by story in this order, then those of no story.
 *
 * @param {State} state @param {number[]} stories
 */
export function rowsOf(state, stories) {
  const { data } = state;
  const found = [];
  for (const story of stories) {
    const start = data.stories.starts[story];
    for (let i = start; i < start + data.stories.size[story]; i++) if (state.matches[i]) found.push(i);
  }
  for (let i = data.firstAlone; i < data.many; i++) if (state.matches[i]) found.push(i);
  return found;
}

/**
 * Return the articles that match as CSV.
 *
 * @param {State} state
 */
export function csv(state) {
  const columns = [...header, ...MORE];
  const lines = [columns.map(([name]) => name)];
  for (const i of rowsOf(state, state.matching)) lines.push(columns.map(([, value]) => value(state, i)));
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

/** @param {string} text */
function cell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
