// an article, a thing, a story -> what the panel has of it: a button with its name, a row of a list, chips, links

import { choose, pick } from "./actions.js";
import { copy } from "./copy.js";
import { most } from "./data.js";
import { h, outside, own } from "./dom.js";
import { sparql } from "./sparql.js";
import { doubtOf } from "./titles.js";
import { count, moment } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Kind, View } from "./types.ts" */

export const CHIPS = 12;

/**
 * Return ways to a story in other views.
 *
 * @param {State} state @param {number} story
 */
export function links(state, story) {
  /** @param {View} view @param {string} text */
  const to = (view, text) =>
    view !== state.view && h("button.plain", { type: "button", onclick: () => state.set({ view }) }, text);
  return h(
    "p.links",
    {},
    to("map", "On the map"),
    to("timeline", "On the timeline"),
    to("stories", "Among the stories"),
    h(
      "button.plain",
      { type: "button", onclick: () => copy(sparql({ ...plain(state), story }), "SPARQL") },
      "Copy its SPARQL",
    ),
  );
}

/**
 * Return an article in a list, with its copies.
 *
 * @param {State} state @param {number} i @param {number[]} copies
 */
export function entry(state, i, copies) {
  const { data } = state;
  return h(
    "li",
    { class: state.matches[i] ? null : "out" },
    nameOf(state, i),
    doubtOf(data, i),
    h(
      "p",
      {},
      own(data.provider[i] < 0 ? "" : data.providers.name[data.provider[i]]),
      ` ${data.minute[i] === null ? "undated" : moment(data.minute[i])} `,
      data.text.url(i)
        ? h(
            "a",
            { href: data.text.url(i), target: "_blank", rel: "noopener noreferrer" },
            "Read",
            h("span.hidden", {}, `: ${data.text.title(i)}`),
          )
        : null,
    ),
    copies.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, count(copies.length, "syndicated copy")),
        h(
          "ul",
          {},
          ...copies.map((c) =>
            h("li", {}, outside(data.text.url(c), data.providers.name[data.provider[c]] ?? data.text.title(c))),
          ),
        ),
      ),
  );
}

/**
 * Return the headline of an article, which chooses it.
 *
 * @param {State} state @param {number} i
 */
export function nameOf(state, i) {
  return h(
    "button.name",
    { type: "button", onclick: () => choose(state, { article: i }) },
    own(state.data.text.title(i)),
  );
}

/**
 * Return the name of a provider, a topic or an organization, which chooses it.
 *
 * @param {State} state @param {Kind} kind @param {number} place
 */
export function nameOfThing(state, kind, place) {
  return h(
    "button.name",
    { type: "button", onclick: () => pick(state, kind, place) },
    own(state.data.of[kind].name[place]),
  );
}

/**
 * Return the things of a kind that articles name, below a title.
 *
 * @param {State} state @param {Kind} kind @param {number[]} articles @param {string} title
 */
export function chips(state, kind, articles, title) {
  const found = most(state.data, kind, articles).slice(0, CHIPS);
  if (!found.length) return [];
  return [
    h("h3", {}, title),
    h(
      "p.chips",
      {},
      ...found.map(([place, many]) =>
        h(
          "button.chip",
          { type: "button", "data-kind": kind, onclick: () => pick(state, kind, place) },
          own(state.data.of[kind].name[place]),
          articles.length > 1 && h("small", {}, ` ${many}`),
        ),
      ),
    ),
  ];
}

/**
 * Return the state without filters, for a question on one story.
 *
 * @param {State} state
 */
const plain = (state) => ({
  data: state.data,
  story: -1,
  provider: -1,
  topic: -1,
  organization: -1,
  quality: 0,
  from: null,
  to: null,
  q: "",
});
