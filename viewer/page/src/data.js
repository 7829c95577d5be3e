// the columns in the page -> articles, stories, providers, topics and organizations, by their places

import { isWeb } from "./dom.js";

/** @import { Carrier, Data, Kind, Minute, Named, NodeKind, Of, Pair, Payload, Sources, Steps } from "./types.ts" */

/** @type {Kind[]} */
export const KINDS = ["provider", "topic", "organization"];

/**
 * Read the columns; headlines and addresses are read when they are first asked for.
 *
 * @returns {Data}
 */
export function read() {
  const raw = /** @type {Payload} */ (parsed("graph"));
  return { ...columns(raw), text: texts(), sources: sources() };
}

/**
 * Return what the columns say.
 *
 * @param {Payload} raw @returns {Omit<Data, "text" | "sources">}
 */
export function columns(raw) {
  const { articles, stories } = raw;
  const many = articles.id.length;
  let last = 0;
  const minute = articles.minute.map((step) => (step === null ? null : (last += step)));
  /** @type {number[]} */
  const starts = [];
  const story = new Int32Array(many).fill(-1);
  let at = 0;
  stories.size.forEach((size, s) => {
    starts.push(at);
    story.fill(s, at, at + size);
    at += size;
  });
  const [about, mentions, related] = [lists(articles.about), lists(articles.mentions), pairs(raw.related)];
  const providers = counted(raw.providers, many, (i) => (articles.provider[i] < 0 ? [] : [articles.provider[i]]));
  const topics = counted(raw.topics, many, about);
  const organizations = counted(raw.organizations, many, mentions);
  const parts = lists(raw.storylines);
  const storyline = new Int32Array(stories.id.length).fill(-1);
  for (const line of raw.storylines.id.keys()) for (const each of parts(line)) storyline[each] = line;
  const dated = minute.filter((value) => value !== null);
  return {
    raw,
    many,
    minute,
    story,
    firstAlone: at,
    provider: articles.provider,
    authors: authorsOf(raw),
    quality: articles.quality,
    stub: new Set(articles.stub),
    video: new Set(articles.video),
    about,
    mentions,
    related,
    relatedOf: relatedBy(related),
    lines: pairs(raw.lines),
    copyOf: new Map(pairs(raw.copies)),
    stories: { ...stories, many: stories.id.length, starts, title: stories.title.map((t, s) => t || stories.name[s]) },
    series: new Set(stories.series),
    doubt: new Map(articles.doubt.map((i, at) => [i, articles.confidence[at]])),
    storylines: { ...raw.storylines, of: parts },
    storyline,
    providers,
    topics,
    organizations,
    of: { provider: providers, topic: topics, organization: organizations },
    broader: raw.topics.broader,
    from: dated.reduce((a, b) => Math.min(a, b), Infinity),
    to: dated.reduce((a, b) => Math.max(a, b), -Infinity),
    undated: many - dated.length,
  };
}

/** @param {Payload} raw @returns {(i: number) => string[]} */
function authorsOf({ authors }) {
  if (!authors) return () => [];
  const of = lists(authors);
  return (i) => of(i).map((person) => authors.name[person]);
}

/** @param {string} id */
const parsed = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** @template T @param {{ many: number[], all: T[] }} columns @returns {(i: number) => T[]} */
function lists({ many, all }) {
  const starts = [0];
  for (const [i, value] of many.entries()) starts.push(starts[i] + value);
  return (i) => all.slice(starts[i], starts[i + 1]);
}

/** @param {Steps} columns @returns {Pair[]} */
function pairs({ step, to }) {
  let first = 0;
  return step.map((value, i) => [(first += value), first + to[i]]);
}

/**
 * Return what gives the pairs within articles; of a single one, all that it is in.
 *
 * @param {Pair[]} related @returns {Data["relatedOf"]}
 */
function relatedBy(related) {
  /** @type {Map<number, Pair[]>} */
  const links = new Map();
  for (const pair of related) for (const end of pair) links.set(end, [...(links.get(end) ?? []), pair]);
  return (articles) => {
    const within = new Set(articles);
    const found = new Set(articles.flatMap((i) => links.get(i) ?? []));
    return [...found].filter(([a, b]) => articles.length === 1 || (within.has(a) && within.has(b)));
  };
}

/** @template {Named} T @param {T} things @param {number} many @param {Of} of */
function counted(things, many, of) {
  const articles = things.id.map(() => 0);
  for (let i = 0; i < many; i++) for (const thing of of(i)) articles[thing]++;
  return { ...things, articles };
}

/**
 * Return what gives the headline and the address of an article, from the table for those without a script.
 *
 * @returns {Data["text"]}
 */
function texts() {
  /** @type {{ title: string, url: string }[] | undefined} */
  let rows;
  /** @type {string[] | undefined} */
  let excerpts;
  const row = (/** @type {number} */ i) => (rows ??= table())[i];
  return {
    title: (i) => row(i).title,
    url: (i) => row(i).url,
    excerpt: (i) => (excerpts ??= parsed("excerpts") ?? [])[i] ?? "",
  };
}

function table() {
  const plain = document.querySelector("noscript")?.textContent ?? "";
  const inert = new DOMParser().parseFromString(plain, "text/html");
  return Array.from(inert.querySelectorAll("#plain tbody tr > td:first-child"), (cell) => {
    const url = cell.firstElementChild?.getAttribute("href");
    return { title: cell.textContent, url: url && isWeb(url) ? url : "" };
  });
}

/**
 * Return what gives the files that an article was read from, by their paths; read when one is first asked for.
 *
 * @returns {Data["sources"]}
 */
function sources() {
  /** @type {Data["sources"] | undefined} */
  let of;
  return (i) => (of ??= paths(parsed("sources") ?? { paths: [], many: [], back: [] }))(i).sort();
}

/**
 * Return what gives the paths of an article.
 *
 * @param {Sources} sources
 */
export function paths({ paths, many, back }) {
  let newest = -1;
  const all = back.map((steps) => {
    const place = newest - steps;
    newest = Math.max(newest, place);
    return paths[place];
  });
  return lists({ many, all });
}

/**
 * Return the articles of a story, in order of time.
 *
 * @param {Data} data @param {number} story
 */
export function members(data, story) {
  const start = data.stories.starts[story];
  return Array.from({ length: data.stories.size[story] }, (_, i) => start + i);
}

/**
 * Return the first and the last minute of a story; null where no article has a date.
 *
 * @param {Data} data @param {number} story @returns {[Minute, Minute]}
 */
export function times(data, story) {
  const found = members(data, story)
    .map((i) => data.minute[i])
    .filter((value) => value !== null);
  return found.length ? [found[0], found[found.length - 1]] : [null, null];
}

/**
 * Return the providers of a story in order of their first report: {provider, first, articles, copies}.
 *
 * @param {Data} data @param {number} story @returns {Carrier[]}
 */
export function carriers(data, story) {
  /** @type {Map<number, Carrier>} */
  const found = new Map();
  for (const i of members(data, story)) {
    const provider = data.provider[i];
    if (provider < 0) continue;
    const known = found.get(provider) ?? { provider, first: data.minute[i], articles: 0, copies: 0 };
    known.articles++;
    known.copies += Number(data.copyOf.has(i));
    found.set(provider, known);
  }
  return [...found.values()];
}

/**
 * Return the things of a kind that an article names.
 *
 * @param {Data} data @param {Kind} kind @param {number} article
 */
export function named(data, kind, article) {
  if (kind === "provider") return data.provider[article] < 0 ? [] : [data.provider[article]];
  return kind === "topic" ? data.about(article) : data.mentions(article);
}

/**
 * Return things of a kind in articles, the most frequent first: [place, articles].
 *
 * @param {Data} data @param {Kind} kind @param {number[]} articles @returns {Pair[]}
 */
export function most(data, kind, articles) {
  const counts = new Map();
  for (const i of articles) for (const thing of named(data, kind, i)) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/**
 * Return the IRI of a thing.
 *
 * @param {Data} data @param {NodeKind} kind @param {number} place
 */
export function iri(data, kind, place) {
  const of = { article: data.raw.articles, story: data.stories, ...data.of }[kind];
  return of.prefix + of.id[place];
}
