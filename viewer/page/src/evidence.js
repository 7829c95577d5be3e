// a node or an edge of the map -> lines that say what it is, and what speaks for it

import { carriers, times } from "./data.js";
import { RELATION } from "./palette.js";
import { count, lag, moment, shorten, span } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Data, MapGraph, Of, Place } from "./types.ts" */

const LONG = 90;
const NAMED = 4; // things that two stories share
const FILES = 2; // that name both ends of a link

/**
 * Return what speaks for an edge.
 *
 * @param {Data} data @param {MapGraph} graph @param {string} edge
 */
export function evidence(data, graph, edge) {
  const { kind } = graph.getEdgeAttributes(edge);
  const [from, to] = graph.extremities(edge).map((key) => graph.getNodeAttributes(key));
  if (kind === "shares") return shared(data, from.place, to.place);
  const lines = [`${title(data, from)} → ${title(data, to)}`, RELATION[kind].name];
  if (kind === "related")
    return [RELATION.related.name, title(data, from), title(data, to), ...together(data, from.place, to.place)];
  if (kind === "part") {
    const links = data.relatedOf([to.place]).length;
    lines[1] = `is part of the story${links ? `; ${count(links, "curated link")} with articles of it` : ""}`;
  }
  const minute = data.minute[from.place];
  if (kind === "publisher" && minute !== null) lines.push(`${moment(minute)} UTC`);
  if (kind === "mentions") lines.push("named in the headline or the excerpt");
  if (kind === "about") lines.push("a topic that the editors gave it");
  return lines;
}

/**
 * Return what is to be said of a node.
 *
 * @param {Data} data @param {Place} node @param {State} state
 */
export function told(data, { kind, place }, state) {
  if (kind === "story") {
    const matching = state.filtered ? ` (${state.inStory[place]} match)` : "";
    const firsts = carriers(data, place);
    return [
      shorten(data.stories.title[place], 160),
      ...(data.series.has(place) ? ["a series: reports of one kind, and no event"] : []),
      `${count(data.stories.size[place], "article")}${matching}, ${count(firsts.length, "provider")}`,
      span(...times(data, place)),
      ...(firsts.length ? [`first: ${data.providers.name[firsts[0].provider]}`] : []),
      state.open.includes(place) ? "click to close" : "click to open",
    ];
  }
  if (kind === "article") return about(data, place);
  return [data.of[kind].name[place], count(data.of[kind].articles[place], "article")];
}

/**
 * Return what is to be said of an article.
 *
 * @param {Data} data @param {number} place
 */
export function about(data, place) {
  const lines = [shorten(data.text.title(place), 160)];
  if (data.provider[place] >= 0) lines.push(data.providers.name[data.provider[place]]);
  const minute = data.minute[place];
  lines.push(minute === null ? "undated" : `${moment(minute)} UTC`);
  if (data.stub.has(place)) lines.push("only linked to: it has no file of its own");
  if (data.copyOf.has(place)) lines.push("a syndicated copy");
  if (data.doubt.has(place)) lines.push("perhaps not of its story");
  return lines;
}

/** @param {Data} data @param {Place} node */
function title(data, { kind, place }) {
  if (kind === "article") return shorten(data.text.title(place), LONG);
  return shorten(kind === "story" ? data.stories.name[place] : data.of[kind].name[place], LONG);
}

/** @param {number} many */
const rest = (many) => (many > 0 ? ` and ${many} more` : "");

/** @param {Data} data @param {number} a @param {number} b */
function together(data, a, b) {
  const lines = [];
  const [one, other] = [data.minute[a], data.minute[b]];
  if (one !== null && other !== null) lines.push(`${lag(Math.abs(one - other))} apart`);
  /** @template T @param {(article: number) => T[]} of */
  const common = (of) => of(a).filter((thing) => of(b).includes(thing));
  const names = [
    ...common(data.mentions).map((thing) => data.organizations.name[thing]),
    ...common(data.about).map((thing) => data.topics.name[thing]),
  ];
  if (names.length) lines.push(`both: ${names.slice(0, NAMED).join(", ")}`);
  const files = common(data.sources);
  if (files.length) lines.push(`both in ${files.slice(0, FILES).join(", ")}${rest(files.length - FILES)}`);
  return lines;
}

/**
 * Return what two stories share, the rarest first.
 *
 * @param {Data} data @param {number} a @param {number} b
 */
function shared(data, a, b) {
  /** @param {number} story @param {Of} of */
  const names = (story, of) => {
    /** @type {Set<number>} */
    const found = new Set();
    const start = data.stories.starts[story];
    for (let i = start; i < start + data.stories.size[story]; i++) for (const thing of of(i)) found.add(thing);
    return found;
  };
  /** @type {[articles: number, name: string][]} */
  const common = [];
  for (const { of, things } of [
    { of: data.mentions, things: data.organizations },
    { of: data.about, things: data.topics },
  ]) {
    const other = names(b, of);
    for (const thing of names(a, of)) if (other.has(thing)) common.push([things.articles[thing], things.name[thing]]);
  }
  common.sort((x, y) => x[0] - y[0] || (x[1] < y[1] ? -1 : 1));
  const more = rest(common.length - NAMED);
  const what = common.length
    ? `share ${common
        .slice(0, NAMED)
        .map(([, name]) => name)
        .join(", ")}${more}`
    : "told at the same time";
  return [`${shorten(data.stories.name[a], 60)} — ${shorten(data.stories.name[b], 60)}`, what];
}
