// what is chosen -> a panel that tells of it: a story, an article, a provider, a topic or an organization

import { choose, pick, picked } from "./actions.js";
import { copy } from "./copy.js";
import { carriers, members, most, times } from "./data.js";
import { h, outside, own } from "./dom.js";
import { KIND } from "./palette.js";
import { sparql } from "./sparql.js";
import { burstsOf } from "./lanes.js";
import { named } from "./unfold.js";
import { count, lag, moment, span } from "./words.js";

const CHIPS = 12;
const LISTED = 100; // articles or stories

export class Panel {
  constructor(state, box, views) {
    Object.assign(this, { state, data: state.data, box, views });
    state.listen((changed) => ["story", "article", "thing"].some((key) => changed.has(key)) && this.render());
    this.render();
  }

  render() {
    const { state, box } = this;
    const thing = picked(state);
    const parts = state.article >= 0 ? this.article(state.article) : state.story >= 0 ? this.story(state.story) : thing ? this.thing(thing) : null;
    box.hidden = !parts;
    document.body.classList.toggle("with-panel", Boolean(parts));
    if (!parts) return box.replaceChildren();
    const close = h("button.close", { type: "button", "aria-label": "Close", title: "Close (Esc)", onclick: () => state.set({ story: -1, article: -1, thing: "" }) }, "×");
    box.replaceChildren(close, ...parts.filter(Boolean));
    box.scrollTop = 0;
  }

  story(story) {
    const { data, state } = this;
    const all = members(data, story);
    const firsts = carriers(data, story);
    const start = times(data, story)[0];
    const copies = new Map();
    for (const i of all) if (data.copyOf.has(i)) copies.set(data.copyOf.get(i), [...(copies.get(data.copyOf.get(i)) ?? []), i]);
    const shown = all.filter((i) => !data.copyOf.has(i) || data.story[data.copyOf.get(i)] !== story);
    const burst = burstsOf(data, story).map(([a, b, many]) => `${many} reports within ${lag(b - a)} from ${moment(a)}`);
    return [
      h("p.kind", {}, "Story"),
      h("h2", {}, own(data.stories.name[story])),
      h("p.facts", {}, [span(...times(data, story)), count(all.length, "article"), count(firsts.length, "provider")].join(" · ")),
      burst.length ? h("p.facts", {}, `Burst: ${burst.slice(0, 2).join("; ")}`) : null,
      this.links(story),
      h("h3", {}, "Providers, in order of first report"),
      h("ol.firsts", {}, ...firsts.slice(0, CHIPS).map((one) => h("li", {}, this.name("provider", one.provider), h("small", {}, one.first === null ? "undated" : one.first === start ? "first" : `+${lag(one.first - start)}`))),
        firsts.length > CHIPS && h("li.rest", {}, `and ${firsts.length - CHIPS} more`)),
      ...this.chips("organization", all, "Organizations"),
      ...this.chips("topic", all, "Topics"),
      h("h3", {}, "Articles"),
      h("ol.articles", {}, ...shown.slice(0, LISTED).map((i) => this.item(i, copies.get(i) ?? [])), shown.length > LISTED && h("li.rest", {}, `and ${shown.length - LISTED} more, in the table of articles`)),
    ];
  }

  article(i) {
    const { data, state } = this;
    const excerpt = data.text.excerpt(i);
    const related = data.relatedOf([i]).map(([a, b]) => (a === i ? b : a));
    return [
      h("p.kind", {}, data.stub.has(i) ? "Article that is only linked to" : data.video.has(i) ? "Video" : "Article"),
      h("h2", {}, outside(data.text.url(i), data.text.title(i))),
      h("p.facts", {}, data.provider[i] < 0 ? "" : this.name("provider", data.provider[i]), " ", data.minute[i] === null ? "undated" : `${moment(data.minute[i])} UTC`),
      data.copyOf.has(i) ? h("p.facts", {}, "A syndicated copy of ", this.choose(data.copyOf.get(i))) : null,
      excerpt ? h("p.excerpt", { dir: "auto" }, excerpt) : null,
      data.quality[i] === null || data.quality[i] === undefined ? null : h("p.facts", {}, `Quality ${data.quality[i]}`),
      data.story[i] < 0 ? h("p.facts", {}, "Of no story") : h("p.facts", {}, "In the story ", h("button.name", { type: "button", onclick: () => choose(state, { story: data.story[i] }) }, own(data.stories.name[data.story[i]]))),
      ...this.chips("organization", [i], "Organizations"),
      ...this.chips("topic", [i], "Topics"),
      ...(related.length ? [h("h3", {}, "Linked by editors"), h("ul.articles", {}, ...related.map((other) => h("li", {}, this.choose(other))))] : []),
    ];
  }

  thing({ kind, place }) {
    const { data, state } = this;
    const all = [];
    for (let i = 0; i < data.many; i++) if (named(data, kind, i).includes(place)) all.push(i);
    const stories = [...new Set(all.map((i) => data.story[i]).filter((s) => s >= 0))];
    const latest = all.filter((i) => data.story[i] < 0).slice(0, LISTED);
    const on = state[kind] === place;
    return [
      h("p.kind", {}, KIND[kind].name),
      h("h2", {}, own(data.of[kind].name[place])),
      h("p.facts", {}, [kind === "provider" ? data.providers.domain[place] : "", count(all.length, "article"), `in ${count(stories.length, "story")}`].filter(Boolean).join(" · ")),
      h("p.links", {}, h("button.plain", { type: "button", "aria-pressed": String(on), onclick: () => (state.set({ [kind]: on ? -1 : place }), this.render()) }, on ? "Show everything again" : "Show only this")),
      stories.length ? h("h3", {}, "Stories") : null,
      h("ol.articles", {}, ...stories.slice(0, LISTED).map((s) => h("li", {}, h("button.name", { type: "button", onclick: () => choose(state, { story: s }) }, own(data.stories.name[s])), h("small", {}, ` ${count(data.stories.size[s], "article")}`))),
        stories.length > LISTED && h("li.rest", {}, `and ${stories.length - LISTED} more`)),
      ...(latest.length ? [h("h3", {}, "Articles of no story"), h("ul.articles", {}, ...latest.map((i) => h("li", {}, this.choose(i))))] : []),
    ];
  }

  links(story) {
    const { state } = this;
    const to = (view, text) => view !== state.view && h("button.plain", { type: "button", onclick: () => state.set({ view }) }, text);
    return h("p.links", {}, to("map", "On the map"), to("timeline", "On the timeline"), to("stories", "Among the stories"),
      h("button.plain", { type: "button", onclick: () => copy(sparql({ ...plain(state), story }), "SPARQL") }, "Copy its SPARQL"));
  }

  item(i, copies) {
    const { data } = this;
    return h("li", { class: this.state.matches[i] ? null : "out" }, this.choose(i),
      h("p", {}, own(data.provider[i] < 0 ? "" : data.providers.name[data.provider[i]]), ` ${data.minute[i] === null ? "undated" : moment(data.minute[i])} `, data.text.url(i) ? h("a", { href: data.text.url(i), target: "_blank", rel: "noopener noreferrer" }, "Read", h("span.hidden", {}, `: ${data.text.title(i)}`)) : null),
      copies.length > 0 && h("details", {}, h("summary", {}, count(copies.length, "syndicated copy")), h("ul", {}, ...copies.map((c) => h("li", {}, outside(data.text.url(c), data.providers.name[data.provider[c]] ?? data.text.title(c)))))));
  }

  choose(i) {
    return h("button.name", { type: "button", onclick: () => choose(this.state, { article: i }) }, own(this.data.text.title(i)));
  }

  name(kind, place) {
    return h("button.name", { type: "button", onclick: () => pick(this.state, kind, place) }, own(this.data.of[kind].name[place]));
  }

  chips(kind, articles, title) {
    const found = most(this.data, kind, articles).slice(0, CHIPS);
    if (!found.length) return [];
    return [h("h3", {}, title), h("p.chips", {}, ...found.map(([place, many]) => h("button.chip", { type: "button", "data-kind": kind, onclick: () => pick(this.state, kind, place) }, own(this.data.of[kind].name[place]), articles.length > 1 && h("small", {}, ` ${many}`))))];
  }
}

/** Return the state without filters, for a question on one story. */
const plain = (state) => ({ data: state.data, story: -1, provider: -1, topic: -1, organization: -1, quality: 0, from: null, to: null, q: "" });
