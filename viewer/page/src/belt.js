// articles of no story -> places on a belt around the map, in order of time

/** @import { Data, Point } from "./types.ts" */

const GAP = 60; // from the map to the belt
const APART = 17;

/**
 * Return a place for each article of no story.
 *
 * @param {Data} data @returns {Point[]}
 */
export function belt(data) {
  if (data.belt) return data.belt;
  const many = data.many - data.firstAlone;
  const { x, y, r } = data.stories;
  const wide = x.reduce((far, value, i) => Math.max(far, Math.abs(value) + r[i]), 120);
  const high = y.reduce((far, value, i) => Math.max(far, Math.abs(value) + r[i]), 80);
  const order = Array.from({ length: many }, (_, i) => i).sort(
    (a, b) => (data.minute[data.firstAlone + a] ?? 1e15) - (data.minute[data.firstAlone + b] ?? 1e15) || a - b,
  );
  const rows = Math.max(1, Math.round(Math.sqrt(many / 40)));
  const round = Math.max(1, Math.ceil(many / rows));
  // as long as the belt has to be for its articles, and never nearer than the map
  const need = (round * APART) / Math.PI;
  const grow = Math.max(GAP, (need - wide - high) / 2);
  const places = new Array(many);
  order.forEach((article, i) => {
    const [step, row] = [Math.floor(i / rows), i % rows];
    const angle = Math.PI / 2 - ((step + (row % 2) / 2) * 2 * Math.PI) / round;
    places[article] = [(wide + grow + row * APART) * Math.cos(angle), (high + grow + row * APART) * Math.sin(angle)];
  });
  return (data.belt = places);
}
