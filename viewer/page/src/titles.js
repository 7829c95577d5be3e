// a story -> its title, its label beneath, whether it is a series, and the storyline that it is a part of

import { choose } from "./actions.js";
import { times } from "./data.js";
import { h, own } from "./dom.js";
import { count, day } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Data } from "./types.ts" */

const SIBLINGS = 20; // stories of a storyline that are listed, around the one that is told of
const SERIES = "Reports of one kind, as daily counts are, and no event";
const DOUBT = "It is near to leaving this story: perhaps of another event";

/**
 * Return the title of a story, which chooses it.
 *
 * @param {State} state @param {number} story
 */
export function titleOf(state, story) {
  return h(
    "button.name",
    { type: "button", onclick: () => choose(state, { story }) },
    own(state.data.stories.title[story]),
  );
}

/**
 * Return the label of a story, to stand beneath its title; null where it is the title.
 *
 * @param {Data} data @param {number} story
 */
export function labelOf(data, story) {
  const { name, title } = data.stories;
  return name[story] === title[story] ? null : h("small.label", { dir: "auto" }, name[story]);
}

/**
 * Return the sign of a series; nothing for a story that is one event.
 *
 * @param {Data} data @param {number} story
 */
export function seriesOf(data, story) {
  return data.series.has(story) ? [" ", h("small.badge", { title: SERIES }, "Series"), " "] : [];
}

/**
 * Return the sign of an article that may not be of its story; nothing where that is not in doubt.
 *
 * @param {Data} data @param {number} i
 */
export function doubtOf(data, i) {
  const sure = data.doubt.get(i);
  if (sure === undefined) return [];
  return [" ", h("small.badge.doubt", { title: `${DOUBT} (confidence ${sure})` }, "In doubt")];
}

/**
 * Return the storyline of a story: its stories in order of time, and its title where that is none of theirs; nothing for a story of none.
 *
 * @param {State} state @param {number} story
 */
export function storylineOf(state, story) {
  const { data } = state;
  const line = data.storyline[story];
  if (line < 0) return [];
  const all = data.storylines.of(line);
  const from = Math.max(0, Math.min(all.indexOf(story) - SIBLINGS / 2, all.length - SIBLINGS));
  const shown = all.slice(from, from + SIBLINGS);
  const [before, after] = [from, all.length - from - shown.length];
  const name = data.storylines.name[line];
  return [
    h("h3", {}, `Part of a storyline of ${count(all.length, "story")}`),
    ...(shown.some((each) => data.stories.title[each] === name) ? [] : [h("p.line", {}, own(name))]),
    h(
      "ol.steps",
      {},
      before > 0 && h("li.rest", {}, `${before} before`),
      ...shown.map((each) => {
        const [start] = times(data, each);
        return h(
          "li",
          { "aria-current": each === story ? "step" : null },
          h("small", {}, start === null ? "undated" : day(start)),
          each === story ? own(data.stories.title[each]) : titleOf(state, each),
        );
      }),
      after > 0 && h("li.rest", {}, `${after} after`),
    ),
  ];
}
