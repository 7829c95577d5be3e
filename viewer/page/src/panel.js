// what is chosen -> a panel that tells of it: a story, an article, a provider, a topic or an organization

import { picked } from "./actions.js";
import { carriers, members, named, times } from "./data.js";
import { h, outside, own } from "./dom.js";
import { CHIPS, chips, entry, links, nameOf, nameOfThing } from "./entries.js";
import { files, shared } from "./files.js";
import { KIND } from "./palette.js";
import { burstsOf } from "./lanes.js";
import { doubtOf, labelOf, seriesOf, storylineOf, titleOf } from "./titles.js";
import { count, lag, moment, span } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Kind } from "./types.ts" */

const LISTED = 100; // articles or stories

export class Panel {
  /** @param {State} state @param {HTMLElement} box */
  constructor(state, box) {
    Object.assign(this, { state, data: state.data, box });
    state.listen((changed) => {
      const another = ["story", "article", "thing"].some((key) => changed.has(key));
      if (another || changed.has("view")) this.render();
      if (another) box.scrollTop = 0;
    });
    this.render();
  }

  render() {
    const { state, box } = this;
    const thing = picked(state);
    const parts =
      state.article >= 0
        ? this.article(state.article)
        : state.story >= 0
          ? this.story(state.story)
          : thing
            ? this.thing(thing)
            : null;
    box.hidden = !parts;
    document.body.classList.toggle("with-panel", Boolean(parts));
    if (!parts) return box.replaceChildren();
    const close = h(
      "button.close",
      {
        type: "button",
        "aria-label": "Close",
        title: "Close (Esc)",
        onclick: () => state.set({ story: -1, article: -1, thing: "" }),
      },
      "×",
    );
    box.replaceChildren(close, ...parts.filter((part) => part !== null));
  }

  /** @param {number} story */
  story(story) {
    const { data, state } = this;
    const all = members(data, story);
    const firsts = carriers(data, story);
    const start = times(data, story)[0];
    /** @type {Map<number, number[]>} */
    const copies = new Map();
    for (const i of all) {
      const of = data.copyOf.get(i);
      if (of !== undefined) copies.set(of, [...(copies.get(of) ?? []), i]);
    }
    const shown = all.filter((i) => data.story[data.copyOf.get(i) ?? -1] !== story);
    const burst = burstsOf(data, story).map(([a, b, many]) => `${many} reports within ${lag(b - a)} from ${moment(a)}`);
    return [
      h("p.kind", {}, "Story", seriesOf(data, story)),
      h("h2", {}, own(data.stories.title[story])),
      labelOf(data, story),
      h(
        "p.facts",
        {},
        [span(...times(data, story)), count(all.length, "article"), count(firsts.length, "provider")].join(" · "),
      ),
      burst.length ? h("p.facts", {}, `Burst: ${burst.slice(0, 2).join("; ")}`) : null,
      links(state, story),
      ...storylineOf(state, story),
      h("h3", {}, "Providers, in order of first report"),
      h(
        "ol.firsts",
        {},
        ...firsts
          .slice(0, CHIPS)
          .map((one) =>
            h(
              "li",
              {},
              nameOfThing(state, "provider", one.provider),
              h(
                "small",
                {},
                one.first === null || start === null
                  ? "undated"
                  : one.first === start
                    ? "first"
                    : `+${lag(one.first - start)}`,
              ),
            ),
          ),
        firsts.length > CHIPS && h("li.rest", {}, `and ${firsts.length - CHIPS} more`),
      ),
      ...chips(state, "organization", all, "Organizations"),
      ...chips(state, "topic", all, "Topics"),
      h("h3", {}, "Articles"),
      h(
        "ol.articles",
        {},
        ...shown.slice(0, LISTED).map((i) => entry(state, i, copies.get(i) ?? [])),
        shown.length > LISTED && h("li.rest", {}, `and ${shown.length - LISTED} more, in the table of articles`),
      ),
    ];
  }

  /** @param {number} i */
  article(i) {
    const { data, state } = this;
    const [excerpt, minute, of] = [data.text.excerpt(i), data.minute[i], data.copyOf.get(i)];
    const related = data.relatedOf([i]).map(([a, b]) => (a === i ? b : a));
    return [
      h("p.kind", {}, data.stub.has(i) ? "Article that is only linked to" : data.video.has(i) ? "Video" : "Article"),
      h("h2", {}, outside(data.text.url(i), data.text.title(i))),
      h(
        "p.facts",
        {},
        data.provider[i] < 0 ? "" : nameOfThing(state, "provider", data.provider[i]),
        " ",
        minute === null ? "undated" : `${moment(minute)} UTC`,
      ),
      data.authors(i).length ? h("p.facts", { dir: "auto" }, `By ${data.authors(i).join(", ")}`) : null,
      of === undefined ? null : h("p.facts", {}, "A syndicated copy of ", nameOf(state, of)),
      excerpt ? h("p.excerpt", { dir: "auto" }, excerpt) : null,
      data.quality[i] === null || data.quality[i] === undefined ? null : h("p.facts", {}, `Quality ${data.quality[i]}`),
      data.story[i] < 0
        ? h("p.facts", {}, "Of no story")
        : h(
            "p.facts",
            {},
            "In the story ",
            titleOf(state, data.story[i]),
            doubtOf(data, i),
            labelOf(data, data.story[i]),
          ),
      ...chips(state, "organization", [i], "Organizations"),
      ...chips(state, "topic", [i], "Topics"),
      ...(related.length
        ? [
            h("h3", {}, "Linked by editors"),
            h("ul.articles", {}, ...related.map((other) => h("li", {}, nameOf(state, other), shared(data, i, other)))),
          ]
        : []),
      ...files(data, i),
    ];
  }

  /** @param {{ kind: Kind, place: number }} thing */
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
      h(
        "p.facts",
        {},
        [
          kind === "provider" ? data.providers.domain[place] : "",
          count(all.length, "article"),
          `in ${count(stories.length, "story")}`,
        ]
          .filter(Boolean)
          .join(" · "),
      ),
      h(
        "p.links",
        {},
        h(
          "button.plain",
          {
            type: "button",
            "aria-pressed": String(on),
            onclick: () => {
              state.set({ [kind]: on ? -1 : place });
              this.render();
            },
          },
          on ? "Show everything again" : "Show only this",
        ),
      ),
      stories.length ? h("h3", {}, "Stories") : null,
      h(
        "ol.articles",
        {},
        ...stories
          .slice(0, LISTED)
          .map((s) =>
            h(
              "li",
              {},
              titleOf(state, s),
              h("small", {}, ` ${count(data.stories.size[s], "article")}`),
              seriesOf(data, s),
              labelOf(data, s),
            ),
          ),
        stories.length > LISTED && h("li.rest", {}, `and ${stories.length - LISTED} more`),
      ),
      ...(latest.length
        ? [
            h("h3", {}, "Articles of no story"),
            h("ul.articles", {}, ...latest.map((i) => h("li", {}, nameOf(state, i)))),
          ]
        : []),
    ];
  }
}
