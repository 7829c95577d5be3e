// stories -> lanes of the timeline: which, in what order, and where their dots are

import { members, times } from "./data.js";
import { bursts } from "./bursts.js";

/** @import { State } from "./state.js" */
/** @import { Burst, Data, Lanes } from "./types.ts" */

/** @type {Record<Lanes, (data: Data, a: number, b: number) => number>} */
const ORDER = {
  size: (_data, a, b) => a - b, // the largest are first in the data
  earliest: (data, a, b) => (times(data, a)[0] ?? Infinity) - (times(data, b)[0] ?? Infinity) || a - b,
  latest: (data, a, b) => (times(data, b)[1] ?? -Infinity) - (times(data, a)[1] ?? -Infinity) || a - b,
};

/**
 * Return the stories that match and have dates, in their order, and whether articles of no story follow.
 *
 * @param {State} state
 */
export function lanes(state) {
  const { data } = state;
  const dated = state.matching.filter((story) => times(data, story)[0] !== null);
  return dated.sort((a, b) => ORDER[state.lanes](data, a, b));
}

/**
 * Return the bursts of a story, found once.
 *
 * @param {Data} data @param {number} story @returns {Burst[]}
 */
export function burstsOf(data, story) {
  data.bursts ??= new Map();
  const known = data.bursts.get(story);
  if (known) return known;
  const minutes = members(data, story)
    .map((i) => data.minute[i])
    .filter((minute) => minute !== null);
  const found = minutes.length > 2 ? bursts(minutes) : [];
  data.bursts.set(story, found);
  return found;
}

/**
 * Return dots of a lane as [article, x, row]: those at one place are piled up, so far as there is room.
 *
 * @param {number[]} articles @param {(article: number) => number} place
 * @param {{ apart: number, rows: number }} pile @returns {[article: number, x: number, row: number][]}
 */
export function dots(articles, place, { apart, rows }) {
  const ends = new Array(rows).fill(-Infinity);
  return articles.map((article) => {
    const x = place(article);
    let row = ends.findIndex((end) => x - end >= apart);
    if (row < 0) row = ends.indexOf(Math.min(...ends));
    ends[row] = x;
    return [article, x, row];
  });
}
