import assert from "node:assert/strict";
import { test } from "node:test";

import { bursts } from "../src/bursts.js";

test("reports at an even pace make no burst, nor do reports at one time", () => {
  assert.deepEqual(bursts([0, 60, 120, 180, 240, 300]), []);
  assert.deepEqual(bursts([7, 7, 7]), []);
});

test("a burst is where reports come closer together, and tells how many", () => {
  const minutes = [0, 600, 1200, 1201, 1202, 1203, 1204, 1205, 1206, 1800, 2400];
  assert.deepEqual(bursts(minutes), [[1200, 1206, 7]]);
});

test("two bursts with a calm between them are two", () => {
  const close = (/** @type {number} */ from) => Array.from({ length: 8 }, (_, i) => from + i);
  const found = bursts([...close(0), 3000, 6000, 9000, ...close(12000)]);
  assert.deepEqual(found, [
    [0, 7, 8],
    [12000, 12007, 8],
  ]);
});

test("a pace a few times that of all is a burst", () => {
  const minutes = [0];
  for (const gap of [...Array(10).fill(60), ...Array(10).fill(10), ...Array(10).fill(60)])
    minutes.push(Number(minutes.at(-1)) + gap);
  assert.deepEqual(bursts(minutes), [[600, 700, 11]]);
});
