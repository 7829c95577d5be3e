// stories that match -> cards, or a table of stories or of articles; sorted, and copied as CSV or as a question

import { pick } from "./actions.js";
import { carriers, members, times } from "./data.js";
import { copy } from "./copy.js";
import { h, outside, own } from "./dom.js";
import { MODES, SORTS } from "./state.js";
import { csv, header, rowsOf } from "./csv.js";
import { sparql } from "./sparql.js";
import { labelOf, seriesOf, titleOf } from "./titles.js";
import { count, lag, moment, span } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Changed, Minute, Mode, Sort } from "./types.ts" */

const PAGE = 48; // cards, and
const ROWS = 200; // rows at a time
const FIRST = 4; // providers and articles on a card
/** @type {Record<Sort, string>} */
const WORDS = {
  size: "Largest first",
  latest: "Latest first",
  earliest: "Earliest first",
  label: "By name",
  providers: "Most providers first",
};
/** @type {Record<Mode, string>} */
const MODE = { cards: "Cards", table: "Table of stories", articles: "Table of articles" };

/** @type {Record<Sort, (state: State, a: number, b: number) => number>} */
const ORDER = {
  size: (state, a, b) => state.inStory[b] - state.inStory[a] || a - b,
  latest: (state, a, b) => (times(state.data, b)[1] ?? -Infinity) - (times(state.data, a)[1] ?? -Infinity) || a - b,
  earliest: (state, a, b) => (times(state.data, a)[0] ?? Infinity) - (times(state.data, b)[0] ?? Infinity) || a - b,
  label: (state, a, b) => state.data.stories.title[a].localeCompare(state.data.stories.title[b], "en") || a - b,
  providers: (state, a, b) => carriers(state.data, b).length - carriers(state.data, a).length || a - b,
};

/**
 * Return the stories that match, in the order that was chosen.
 *
 * @param {State} state
 */
export const sorted = (state) => state.matching.slice().sort((a, b) => ORDER[state.sort](state, a, b));

export class StoriesView {
  /** @param {State} state @param {HTMLElement} box */
  constructor(state, box) {
    Object.assign(this, { state, data: state.data, box, stale: true, shown: 0 });
    /** @param {string} label @param {"mode" | "sort"} key @param {Record<string, string>} names */
    const select = (label, key, names) =>
      h(
        "label",
        {},
        h("span", {}, `${label} `),
        h(
          "select",
          { "data-key": key, onchange: (event) => state.set({ [key]: event.target.value }) },
          ...Object.entries(names).map(([value, text]) => h("option", { value, selected: state[key] === value }, text)),
        ),
      );
    this.bar = h(
      "div.bar",
      {},
      select("Show", "mode", Object.fromEntries(MODES.map((mode) => [mode, MODE[mode]]))),
      select("Sort", "sort", Object.fromEntries(SORTS.map((sort) => [sort, WORDS[sort]]))),
      h("span.gap"),
      h("button.plain", { type: "button", id: "csv", onclick: () => copy(csv(state), "CSV") }, "Copy as CSV"),
      h(
        "button.plain",
        { type: "button", id: "sparql", onclick: () => copy(sparql(state), "SPARQL") },
        "Copy the SPARQL",
      ),
    );
    this.list = h("div.list");
    this.more = h("button.more", { type: "button", onclick: () => this.add() }, "Show more");
    box.append(this.bar, this.list, this.more);
    state.listen((changed) => this.follow(changed));
  }

  show() {
    if (this.stale) this.render();
    this.reveal();
  }

  /** @param {Changed} changed */
  follow(changed) {
    if (["matches", "mode", "sort"].some((key) => changed.has(key))) this.stale = true;
    if (this.state.view !== "stories") return;
    if (this.stale) this.render();
    if (changed.has("story") || changed.has("article")) this.mark();
    if (changed.has("story")) this.reveal();
  }

  render() {
    this.stale = false;
    const { state } = this;
    for (const select of this.bar.querySelectorAll("select"))
      select.value = state[/** @type {"mode" | "sort"} */ (select.dataset.key)];
    this.items = state.mode === "articles" ? rowsOf(state, sorted(state)) : sorted(state);
    this.shown = 0;
    this.list.className = `list ${state.mode}`;
    this.body = state.mode === "cards" ? this.list : h("tbody");
    this.list.replaceChildren();
    if (state.mode !== "cards") this.list.append(this.table());
    if (!this.items.length)
      this.list.append(
        h(
          "p.empty",
          {},
          "No story matches. ",
          h("button.plain", { type: "button", onclick: () => state.clear() }, "Clear the filters"),
        ),
      );
    this.add();
  }

  table() {
    const head =
      this.state.mode === "table"
        ? ["Story", "Articles", "Providers", "First report", "Span"]
        : header.map(([name]) => name);
    return h(
      "div.wide",
      { tabindex: 0, role: "region", "aria-label": MODE[this.state.mode] },
      h(
        "table",
        {},
        h("caption", {}, this.state.told()),
        h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
        this.body,
      ),
    );
  }

  add() {
    const step = this.state.mode === "cards" ? PAGE : ROWS;
    /** @type {Record<Mode, (place: number) => HTMLElement>} */
    const makes = {
      cards: (story) => this.card(story),
      table: (story) => this.row(story),
      articles: (row) => this.article(row),
    };
    this.body.append(...this.items.slice(this.shown, this.shown + step).map(makes[this.state.mode]));
    this.shown = Math.min(this.items.length, this.shown + step);
    const left = this.items.length - this.shown;
    this.more.hidden = left === 0;
    this.more.textContent = `Show more (${left.toLocaleString("en")} left)`;
    this.mark();
  }

  /** @param {number} story */
  card(story) {
    const { data, state } = this;
    const [from, to] = times(data, story);
    const firsts = carriers(data, story);
    const articles = members(data, story);
    const originals = articles.filter((i) => !data.copyOf.has(i));
    const matching = state.filtered && state.inStory[story] < articles.length ? `${state.inStory[story]} of ` : "";
    return h(
      "article.card",
      { "data-story": String(story) },
      h("h3", {}, titleOf(state, story)),
      labelOf(data, story),
      h(
        "p.facts",
        {},
        seriesOf(data, story),
        `${span(from, to)} · ${matching}${count(articles.length, "article")} · ${count(firsts.length, "provider")}`,
      ),
      h(
        "ol.firsts",
        { "aria-label": "Providers in order of first report" },
        ...firsts
          .slice(0, FIRST)
          .map((one, i) =>
            h("li", {}, this.provider(one.provider), h("small", {}, i ? late(firsts[0].first, one.first) : "first")),
          ),
        firsts.length > FIRST && h("li.rest", {}, `and ${firsts.length - FIRST} more`),
      ),
      h(
        "ul.heads",
        {},
        ...originals.slice(0, FIRST).map((i) => h("li", {}, outside(data.text.url(i), data.text.title(i)))),
      ),
      articles.length > originals.length &&
        h(
          "details",
          {},
          h("summary", {}, count(articles.length - originals.length, "syndicated copy")),
          h(
            "ul",
            {},
            ...articles
              .filter((i) => data.copyOf.has(i))
              .map((i) =>
                h("li", {}, outside(data.text.url(i), data.providers.name[data.provider[i]] ?? data.text.title(i))),
              ),
          ),
        ),
    );
  }

  /** @param {number} place */
  provider(place) {
    return h(
      "button.name",
      { type: "button", onclick: () => pick(this.state, "provider", place) },
      own(this.data.providers.name[place]),
    );
  }

  /** @param {number} story */
  row(story) {
    const { data, state } = this;
    const firsts = carriers(data, story);
    return h(
      "tr",
      { "data-story": String(story) },
      h("th", { scope: "row" }, titleOf(state, story), seriesOf(data, story), labelOf(data, story)),
      h("td.number", {}, String(state.inStory[story])),
      h("td.number", {}, String(firsts.length)),
      h("td", {}, firsts.length ? this.provider(firsts[0].provider) : ""),
      h("td.time", {}, span(...times(data, story))),
    );
  }

  /** @param {number} i */
  article(i) {
    const { data, state } = this;
    const story = data.story[i];
    return h(
      "tr",
      { "data-story": String(story) },
      h("td", {}, outside(data.text.url(i), data.text.title(i))),
      h("td", {}, data.provider[i] < 0 ? "" : this.provider(data.provider[i])),
      h("td.time", {}, data.minute[i] === null ? "undated" : moment(data.minute[i])),
      h("td", {}, story < 0 ? "" : [titleOf(state, story), ...seriesOf(data, story), labelOf(data, story)]),
    );
  }

  mark() {
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("[data-story]")))
      one.classList.toggle("chosen", Number(one.dataset.story) === this.state.story && this.state.story >= 0);
  }

  /** Bring the card of what is chosen into sight. */
  reveal() {
    const at = this.items?.indexOf(this.state.story) ?? -1;
    if (at < 0 || this.state.mode === "articles") return;
    while (this.shown <= at) this.add();
    this.list.querySelector(`[data-story="${this.state.story}"]`)?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {Minute} first @param {Minute} minute */
function late(first, minute) {
  if (minute === null || first === null) return "undated";
  return minute === first ? "at the same time" : `+${lag(minute - first)}`;
}
