// the columns in the page -> articles, stories, providers, topics and organizations, by their places

import { isWeb } from "./dom.js";

export const KINDS = ["provider", "topic", "organization"];

/** Read the columns; headlines and addresses are read when they are first asked for. */
export function read() {
  const raw = JSON.parse(document.getElementById("graph").textContent);
  const { articles, stories, providers, topics, organizations } = raw;
  const many = articles.id.length;
  const minute = new Array(many);
  let last = 0;
  articles.minute.forEach((step, i) => {
    minute[i] = step === null ? null : (last += step);
  });
  const starts = [];
  const story = new Int32Array(many).fill(-1);
  let at = 0;
  stories.size.forEach((size, s) => {
    starts.push(at);
    story.fill(s, at, at + size);
    at += size;
  });
  const data = {
    raw,
    many,
    minute,
    story,
    firstAlone: at,
    provider: articles.provider,
    quality: articles.quality,
    stub: new Set(articles.stub),
    video: new Set(articles.video),
    about: lists(articles.about),
    mentions: lists(articles.mentions),
    related: pairs(raw.related),
    lines: pairs(raw.lines),
    copyOf: new Map(pairs(raw.copies)),
    stories: { ...stories, many: stories.id.length, starts },
    providers: counted(providers, many, (i) => (articles.provider[i] < 0 ? [] : [articles.provider[i]])),
    topics,
    organizations,
    broader: topics.broader,
  };
  data.topics = counted(topics, many, data.about);
  data.organizations = counted(organizations, many, data.mentions);
  data.of = { provider: data.providers, topic: data.topics, organization: data.organizations };
  const dated = minute.filter((value) => value !== null);
  data.from = dated.reduce((a, b) => (a < b ? a : b), Infinity);
  data.to = dated.reduce((a, b) => (a > b ? a : b), -Infinity);
  data.undated = many - dated.length;
  data.text = texts(many);
  data.sources = sources();
  const links = new Map();
  for (const pair of data.related) for (const end of pair) links.set(end, [...(links.get(end) ?? []), pair]);
  data.relatedOf = (articles) => {
    const within = new Set(articles);
    const found = new Set(articles.flatMap((i) => links.get(i) ?? []));
    return [...found].filter(([a, b]) => articles.length === 1 || (within.has(a) && within.has(b)));
  };
  return data;
}

function lists({ many, all }) {
  const starts = new Int32Array(many.length + 1);
  many.forEach((value, i) => (starts[i + 1] = starts[i] + value));
  return (i) => all.slice(starts[i], starts[i + 1]);
}

function pairs({ step, to }) {
  let first = 0;
  return step.map((value, i) => [(first += value), first + to[i]]);
}

function counted(things, many, of) {
  const articles = things.id.map(() => 0);
  for (let i = 0; i < many; i++) for (const thing of of(i)) articles[thing]++;
  return { ...things, articles };
}

/** Return what gives the headline and the address of an article, from the table for those without a script. */
function texts(many) {
  let read = null;
  const rows = () => {
    if (read) return read;
    const inert = new DOMParser().parseFromString(document.querySelector("noscript").textContent, "text/html");
    const titles = new Array(many);
    const urls = new Array(many);
    let i = 0;
    for (const row of inert.querySelectorAll("#plain tbody tr")) {
      const cell = row.firstElementChild;
      if (cell.localName !== "td") continue;
      titles[i] = cell.textContent;
      const url = cell.firstElementChild?.getAttribute("href");
      urls[i++] = isWeb(url) ? url : "";
    }
    return (read = { titles, urls });
  };
  let excerpts = null;
  const excerpt = (i) => (excerpts ??= JSON.parse(document.getElementById("excerpts")?.textContent ?? "[]"))[i] ?? "";
  return { title: (i) => rows().titles[i], url: (i) => rows().urls[i], excerpt };
}

/** Return what gives the files that an article was read from, by their paths; read when one is first asked for. */
function sources() {
  let of = null;
  const all = () => {
    const { paths, many, back } = JSON.parse(
      document.getElementById("sources")?.textContent ?? '{"many":[],"back":[]}',
    );
    let newest = -1;
    const found = back.map((steps) => {
      const place = newest - steps;
      newest = Math.max(newest, place);
      return paths[place];
    });
    return lists({ many, all: found });
  };
  return (i) => (of ??= all())(i).sort();
}

/** Return the articles of a story, in order of time. */
export function members(data, story) {
  const start = data.stories.starts[story];
  return Array.from({ length: data.stories.size[story] }, (_, i) => start + i);
}

/** Return the first and the last minute of a story; null where no article has a date. */
export function times(data, story) {
  const found = members(data, story)
    .map((i) => data.minute[i])
    .filter((value) => value !== null);
  return found.length ? [found[0], found[found.length - 1]] : [null, null];
}

/** Return the providers of a story in order of their first report: {provider, first, articles, copies}. */
export function carriers(data, story) {
  const found = new Map();
  for (const i of members(data, story)) {
    const provider = data.provider[i];
    if (provider < 0) continue;
    const known = found.get(provider) ?? { provider, first: data.minute[i], articles: 0, copies: 0 };
    known.articles++;
    known.copies += data.copyOf.has(i);
    found.set(provider, known);
  }
  return [...found.values()];
}

/** Return things of a kind in articles, the most frequent first: [place, articles]. */
export function most(data, kind, articles) {
  const counts = new Map();
  const of = {
    provider: (i) => (data.provider[i] < 0 ? [] : [data.provider[i]]),
    topic: data.about,
    organization: data.mentions,
  };
  for (const i of articles) for (const thing of of[kind](i)) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** Return the IRI of a thing. */
export function iri(data, kind, place) {
  const of = { article: data.raw.articles, story: data.stories, ...data.of }[kind];
  return of.prefix + of.id[place];
}
