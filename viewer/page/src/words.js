// values -> words for a reader

/** @import { Minute } from "./types.ts" */

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** @param {number} number */
const pad = (number) => String(number).padStart(2, "0");

/**
 * Return a number with its thousands set apart.
 *
 * @param {number} value
 */
export const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** @type {Record<string, string>} */
const MANY = { story: "stories", "more story": "more stories", "syndicated copy": "syndicated copies" };

/**
 * Return how many there are of something.
 *
 * @param {number} value @param {string} one
 */
export const count = (value, one) => `${number(value)} ${value === 1 ? one : (MANY[one] ?? `${one}s`)}`;

/**
 * Return the day of a minute since 1970.
 *
 * @param {number} minute
 */
export function day(minute) {
  const date = new Date(minute * 60000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * Return a minute since 1970 as a moment.
 *
 * @param {number} minute
 */
export function moment(minute) {
  const date = new Date(minute * 60000);
  return `${day(minute)}, ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
}

/**
 * Return a minute since 1970 as ISO 8601.
 *
 * @param {number} minute
 */
export const iso = (minute) => new Date(minute * 60000).toISOString().slice(0, 16);

/**
 * Return the minute since 1970 that ISO 8601 names, or null.
 *
 * @param {string | null} text
 */
export function minuteOf(text) {
  const time = Date.parse(`${text}Z`);
  return Number.isFinite(time) ? Math.round(time / 60000) : null;
}

/**
 * Return the days from start to end.
 *
 * @param {Minute} start @param {Minute} end
 */
export function span(start, end) {
  if (start === null || end === null) return "undated";
  const [a, b] = [day(start), day(end)];
  if (a === b) return a;
  const [x, y] = [a.split(" "), b.split(" ")];
  const short = x[2] !== y[2] ? a : x[1] !== y[1] ? `${x[0]} ${x[1]}` : x[0];
  return `${short} – ${b}`;
}

/**
 * Return how far apart two minutes are.
 *
 * @param {number} minutes
 */
export function lag(minutes) {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} days`;
}

/**
 * Return text in at most so many signs; it never parts what is one sign.
 *
 * @param {string} text @param {number} most
 */
export function shorten(text, most) {
  const clean = text.replace(/\s+/g, " ").trim();
  if (clean.length <= most) return clean;
  const space = clean.lastIndexOf(" ", most - 1);
  const cut = clean.slice(0, space > most * 0.6 ? space : most - 1);
  return `${cut.replace(/(?:[\ud800-\udbff]|\u200d|\ufe0f)+$/, "").replace(/[\s,;:.–—-]+$/, "")}…`;
}

/**
 * Return text without case and accents, for searching.
 *
 * @param {string} text
 */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Return marks on a time axis: [minute, words], at most so many.
 *
 * @param {number} from @param {number} to @param {number} most @returns {[minute: number, text: string][]}
 */
export function ticks(from, to, most) {
  const steps = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 10080, 20160];
  const step = steps.find((each) => (to - from) / each <= most);
  if (step) {
    /** @type {[minute: number, text: string][]} */
    const found = [];
    const origin = step >= 10080 ? 4 * 1440 : 0; // weeks begin on Mondays
    for (let at = Math.ceil((from - origin) / step) * step + origin; at <= to; at += step)
      found.push([at, tick(at, step)]);
    return found;
  }
  return months(from, to, most);
}

/** @param {number} minute @param {number} step */
function tick(minute, step) {
  const date = new Date(minute * 60000);
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
  const short = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return step >= 1440 ? short : clock === "00:00" ? short : clock;
}

/** @param {number} from @param {number} to @param {number} most @returns {[minute: number, text: string][]} */
function months(from, to, most) {
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600].find((each) => (to - from) / 43800 / each <= most) ?? 1200;
  const start = new Date(from * 60000);
  /** @type {[minute: number, text: string][]} */
  const found = [];
  for (let at = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step; ; at += step) {
    const minute = Date.UTC(Math.floor(at / 12), at % 12, 1) / 60000;
    if (minute > to) return found;
    if (minute >= from) found.push([minute, at % 12 ? `${MONTHS[at % 12]} ${Math.floor(at / 12)}` : `${at / 12}`]);
  }
}
