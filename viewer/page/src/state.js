// what the reader chose <-> the hash of the address; whoever listens is told what changed

import { count, fold, iso, minuteOf } from "./words.js";
import { KINDS } from "./data.js";

/** @import { Changed, Chosen, Data, Lanes, Mode, Sort, View } from "./types.ts" */

/** @type {View[]} */
export const VIEWS = ["map", "timeline", "stories"];
/** @type {Mode[]} */
export const MODES = ["cards", "table", "articles"];
/** @type {Sort[]} */
export const SORTS = ["size", "latest", "earliest", "label", "providers"];
/** @type {Lanes[]} */
const LANES = ["size", "earliest", "latest"];
const LARGE = 20_000; // articles from which on the page opens with the stories
/** @type {(keyof Chosen)[]} */
const FILTERS = ["q", ...KINDS, "quality", "from", "to"];
/** @type {Chosen} */
const START = {
  view: "map",
  mode: "cards",
  sort: "size",
  lanes: "size",
  q: "",
  provider: -1,
  topic: -1,
  organization: -1,
  quality: 0,
  from: null,
  to: null,
  story: -1,
  article: -1,
  thing: "",
  open: [],
};

export class State {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    /** @type {((changed: Changed) => void)[]} */
    this.listeners = [];
    this.start = { ...START, view: data.many >= LARGE ? "stories" : START.view };
    Object.assign(this, this.start);
    this.match();
  }

  /**
   * Call a function with the names of what changed, whenever something does.
   *
   * @param {(changed: Changed) => void} listener
   */
  listen(listener) {
    this.listeners.push(listener);
  }

  /**
   * Change what the reader chose.
   *
   * @param {Partial<Chosen>} change @param {{ quiet?: boolean }} [how]
   */
  set(change, { quiet = false } = {}) {
    const keys = /** @type {(keyof Chosen)[]} */ (Object.keys(change));
    /** @type {Changed} */
    const changed = new Set(keys.filter((key) => String(this[key]) !== String(change[key])));
    if (!changed.size) return;
    Object.assign(this, change);
    if (FILTERS.some((key) => changed.has(key))) {
      this.match();
      changed.add("matches");
    }
    for (const listener of this.listeners) listener(changed);
    if (!quiet) this.remember();
  }

  /** Forget all filters. */
  clear() {
    this.set(Object.fromEntries(FILTERS.map((key) => [key, START[key]])));
  }

  get filtered() {
    return FILTERS.some((key) => this[key] !== START[key]);
  }

  /** Find the articles that all filters let through: `matches`, and how many of each story. */
  match() {
    const { data } = this;
    const words = fold(this.q).split(/\s+/).filter(Boolean);
    const within = this.topic < 0 ? null : narrower(data, this.topic);
    this.matches = new Uint8Array(data.many);
    this.inStory = new Int32Array(data.stories.many);
    this.total = 0;
    for (let i = 0; i < data.many; i++) {
      if (!this.lets(i, within) || (words.length && !words.every((word) => this.hay(i).includes(word)))) continue;
      this.matches[i] = 1;
      this.total++;
      if (data.story[i] >= 0) this.inStory[data.story[i]]++;
    }
    this.matching = [...this.inStory.keys()].filter((s) => this.inStory[s] > 0);
  }

  /** @param {number} i @param {Set<number> | null} topics */
  lets(i, topics) {
    const { data } = this;
    if (this.provider >= 0 && data.provider[i] !== this.provider) return false;
    if (topics && !data.about(i).some((topic) => topics.has(topic))) return false;
    if (this.organization >= 0 && !data.mentions(i).includes(this.organization)) return false;
    if (this.quality > 0 && !((data.quality[i] ?? 0) >= this.quality)) return false;
    if (this.from === null || this.to === null) return true;
    const minute = data.minute[i];
    return minute !== null && minute >= this.from && minute <= this.to;
  }

  /**
   * Return all that an article can be found by.
   *
   * @param {number} i
   */
  hay(i) {
    const { data } = this;
    this.hays ??= new Array(data.many);
    return (this.hays[i] ??= fold(
      [
        data.text.title(i),
        data.story[i] < 0 ? "" : `${data.stories.title[data.story[i]]} ${data.stories.name[data.story[i]]}`,
        data.provider[i] < 0
          ? ""
          : `${data.providers.name[data.provider[i]]} ${data.providers.domain[data.provider[i]]}`,
        ...data.about(i).map((topic) => data.topics.name[topic]),
        ...data.mentions(i).map((one) => data.organizations.name[one]),
      ].join("\n"),
    ));
  }

  /** Say how much the filters let through. */
  told() {
    const stories = this.matching.length;
    return `${count(this.total, "article")} in ${count(stories, "story")}${this.filtered ? " match" : ""}`;
  }

  /** Write what was chosen into the address. */
  remember() {
    const { data } = this;
    const hash = new URLSearchParams();
    for (const key of /** @type {const} */ (["view", "mode", "sort", "lanes", "q", "thing"]))
      if (this[key] !== this.start[key]) hash.set(key, this[key]);
    for (const kind of KINDS) if (this[kind] >= 0) hash.set(kind, data.of[kind].id[this[kind]]);
    if (this.quality) hash.set("quality", String(this.quality));
    if (this.from !== null && this.to !== null) {
      hash.set("from", iso(this.from));
      hash.set("to", iso(this.to));
    }
    if (this.story >= 0) hash.set("story", data.stories.id[this.story]);
    if (this.article >= 0) hash.set("article", data.raw.articles.id[this.article]);
    if (this.open.length) hash.set("open", this.open.map((s) => data.stories.id[s]).join(","));
    const text = hash.toString();
    if (text === location.hash.slice(1)) return;
    try {
      history.replaceState(null, "", text ? `#${text}` : "#");
    } catch {
      // in a frame without an address of its own there is nothing to write into
    }
  }

  /** Take what the address says; what it names and is not there is passed over. */
  recall() {
    const { data } = this;
    const hash = new URLSearchParams(location.hash.slice(1));
    /** @param {{ id: string[] }} of @param {string | null} id */
    const place = (of, id) => (id === null ? -1 : of.id.indexOf(id));
    /** @template {"view" | "mode" | "sort" | "lanes"} K @param {K} key @param {Chosen[K][]} known */
    const among = (key, known) => known.find((one) => one === hash.get(key)) ?? this.start[key];
    const [from, to] = [minuteOf(hash.get("from")), minuteOf(hash.get("to"))];
    const dated = from !== null && to !== null && from < to;
    this.set(
      {
        view: among("view", VIEWS),
        mode: among("mode", MODES),
        sort: among("sort", SORTS),
        lanes: among("lanes", LANES),
        q: hash.get("q") ?? "",
        thing: hash.get("thing") ?? "",
        ...Object.fromEntries(KINDS.map((kind) => [kind, place(data.of[kind], hash.get(kind))])),
        quality: Math.max(0, Number.parseInt(hash.get("quality") ?? "", 10) || 0),
        from: dated ? from : null,
        to: dated ? to : null,
        story: place(data.stories, hash.get("story")),
        article: place(data.raw.articles, hash.get("article")),
        open: (hash.get("open") ?? "")
          .split(",")
          .map((id) => place(data.stories, id))
          .filter((s) => s >= 0),
      },
      { quiet: true },
    );
  }
}

/**
 * Return a topic and all that are narrower.
 *
 * @param {Data} data @param {number} topic @returns {Set<number>}
 */
function narrower(data, topic) {
  const found = new Set([topic]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const [child, parent] of data.broader.entries()) if (parent !== null && found.has(parent)) found.add(child);
  }
  return found;
}
