import assert from "node:assert/strict";
import { test } from "node:test";

import { count, day, fold, iso, lag, minuteOf, moment, number, shorten, span, ticks } from "../src/words.js";

const NOON = Date.UTC(2024, 1, 29, 12) / 60000;

test("thousands are set apart, and one is not many", () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(number), ["0", "999", "1,000", "1,234,567"]);
  assert.equal(count(1, "story"), "1 story");
  assert.equal(count(1200, "story"), "1,200 stories");
  assert.equal(count(0, "article"), "0 articles");
});

test("a minute is a day, a moment and ISO 8601, which is read again", () => {
  assert.equal(day(NOON), "29 Feb 2024");
  assert.equal(moment(NOON), "29 Feb 2024, 12:00");
  assert.equal(iso(NOON), "2024-02-29T12:00");
  assert.equal(minuteOf(iso(NOON)), NOON);
  assert.equal(minuteOf("2024-13-01T00:00"), null);
  assert.equal(minuteOf(null), null);
});

test("a span says no more than is needed", () => {
  const on = (/** @type {number[]} */ ...date) => Date.UTC(date[0], date[1], date[2]) / 60000;
  assert.equal(span(NOON, NOON + 5), "29 Feb 2024");
  assert.equal(span(on(2024, 1, 3), on(2024, 1, 29)), "3 – 29 Feb 2024");
  assert.equal(span(on(2024, 0, 31), on(2024, 1, 29)), "31 Jan – 29 Feb 2024");
  assert.equal(span(on(2023, 1, 28), on(2024, 1, 29)), "28 Feb 2023 – 29 Feb 2024");
  assert.equal(span(null, null), "undated");
  assert.deepEqual([59, 60, 47 * 60, 48 * 60].map(lag), ["59 min", "1 h", "47 h", "2 days"]);
});

test("shortened text is short enough, ends at a word and parts no sign", () => {
  assert.equal(shorten("  a  b ", 10), "a b");
  assert.equal(shorten("The ferry sank, and all were saved", 17), "The ferry sank…");
  for (const text of ["ab👩‍👩‍👧cd", "🚢🚢🚢🚢", "❤️❤️❤️"]) {
    for (let most = 2; most < text.length; most++) {
      const short = shorten(text, most);
      assert.ok(short.length <= most, `${short} is longer than ${most}`);
      assert.doesNotMatch(short, /[\ud800-\udbff]…/);
      assert.doesNotMatch(short, /[\u200d\ufe0f]…/);
    }
  }
});

test("text is folded without case and accents", () => assert.equal(fold("Çafé ÅNGSTRÖM"), "cafe angstrom"));

test("marks lie within the time, at most so many, each later than the one before", () => {
  for (const long of [3, 90, 1441, 20_000, 500_000, 9_000_000, 100_000_000]) {
    for (const most of [2, 5, 12]) {
      const marks = ticks(NOON, NOON + long, most).map(([minute]) => minute);
      assert.ok(marks.length <= most + 1, `${marks.length} marks of ${long} minutes, not ${most}`);
      assert.ok(marks.every((at) => at >= NOON && at <= NOON + long));
      assert.deepEqual(
        marks,
        [...new Set(marks)].sort((a, b) => a - b),
      );
    }
  }
});

test("marks say the hour, the day, the month or the year", () => {
  const words = (/** @type {number} */ long) => ticks(NOON, NOON + long, 4).map(([, text]) => text);
  assert.deepEqual(words(12 * 60), ["12:00", "15:00", "18:00", "21:00", "1 Mar"]);
  assert.deepEqual(words(3 * 1440), ["1 Mar", "2 Mar", "3 Mar"]);
  assert.deepEqual(words(120 * 1440), ["Mar 2024", "Apr 2024", "May 2024", "Jun 2024"]);
  assert.deepEqual(words(4 * 525_600), ["2025", "2026", "2027", "2028"]);
});
