// minutes of reports -> times in which they came clearly closer together than on the mean of all

/** @import { Burst } from "./types.ts" */

const RATE = 2; // how many times the story's own rate a burst has
const COST = 1; // of beginning one, in units of the logarithm of the number of gaps

/**
 * Return bursts as [start, end, reports].
 *
 * The automaton of two states of J. Kleinberg, 'Bursty and hierarchical structure in streams' (KDD 2002), as in
 * kg.analysis.figures.
 *
 * @param {number[]} minutes @returns {Burst[]}
 */
export function bursts(minutes) {
  const gaps = minutes.slice(1).map((minute, i) => minute - minutes[i]);
  const total = gaps.reduce((a, b) => a + b, 0);
  if (!total) return [];
  const enter = COST * Math.log(gaps.length);
  let [calm, fast] = [0, enter];
  const from = [];
  for (const gap of gaps) {
    from.push([fast < calm, fast < calm + enter]);
    const dearer = (((RATE - 1) * gaps.length) / total) * gap - Math.log(RATE);
    [calm, fast] = [Math.min(calm, fast), Math.min(fast, calm + enter) + dearer];
  }
  let state = fast < calm;
  const states = [state];
  for (const before of from.slice(1).reverse()) {
    state = before[Number(state)];
    states.unshift(state);
  }
  /** @type {Burst[]} */
  const found = [];
  states.forEach((on, i) => {
    if (!on) return;
    if (i && states[i - 1]) {
      found[found.length - 1][1] = minutes[i + 1];
      found[found.length - 1][2]++;
    } else found.push([minutes[i], minutes[i + 1], 2]);
  });
  return found;
}
