// nodes on the screen -> labels, the most important first; none lies on another

import { GROUND, INK, scheme } from "./palette.js";
import { sized } from "./dom.js";
import { shorten } from "./words.js";

/** @import { Box, Label, Labelled, Scheme, Wrapped } from "./types.ts" */

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const MOST = 120; // labels drawn, and
const AREA = 21_000; // square pixels for each story's
const TRIED = 900; // nodes looked at
const WIDE = 168; // pixels of a line
const LINES = 2;
const COVERS = 1; // small stories that a label may lie on, but for
const SURE = 10; // the first ones, which are drawn wherever they find room
const PLATE = 0.84; // how much a label hides of them
const HIGH = 14;
const BLOCKS = 9; // radius in pixels from which on a story is not written over
const AIR = 5; // pixels kept free beside a label
const BUTTONS = { w: 54, h: 122 }; // in the corner, which no label may lie under
const CELL = 64; // of the grid in which labels are held against each other
// biome-ignore lint/suspicious/noControlCharactersInRegex: what turns text around or is none
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** @param {string} text */
export const drawable = (text) => text.replace(UNSEEN, " ");

/**
 * Return a function that draws the labels of nodes, in their order, on a canvas.
 *
 * @param {HTMLCanvasElement} canvas @returns {(nodes: Labelled[], size: { width: number, height: number }) => void}
 */
export function labeller(canvas) {
  /** @type {Map<string, Wrapped>} */
  const wrapped = new Map();
  return (nodes, { width, height }) => {
    const context = sized(canvas, width, height);
    const now = scheme();
    const taken = new Taken();
    context.lineJoin = "round";
    let drawn = 0;
    let stories = Math.max(8, (width * height) / AREA);
    const tried = nodes.slice(0, TRIED);
    const discs = new Taken();
    taken.add({ x: width - BUTTONS.w, y: 0, ...BUTTONS }, "buttons");
    for (const node of tried)
      (node.radius > BLOCKS || node.kind !== "story" ? taken : discs).add(square(node), node.key);
    for (const node of tried) {
      if (drawn >= MOST) break;
      const strong = node.kind === "story";
      context.font = `${strong ? 600 : 400} ${strong ? 12.5 : 12}px ${FONT}`;
      if (node.count && node.radius >= 10) number(context, node, now);
      if (node.kind === "story" && !node.chosen && stories <= 0) continue;
      const lines = wrapped.get(node.key + node.text) ?? wrap(context, drawable(node.text), node.side ? 1 : LINES);
      wrapped.set(node.key + node.text, lines);
      /** @param {Box} box */
      const within = ({ x, y, w, h }) => x >= 2 && x + w <= width - 2 && y >= 2 && y + h <= height - 2;
      const boxes = sides(node).map((side) => place({ ...node, ...side }, lines));
      const free = boxes.filter((one) => within(one) && !taken.meets(one, node.key));
      const sure = node.chosen || node.opened;
      const box = least(free, (one) => discs.met(one, node.key).size) ?? (sure ? moved(boxes[0], width, height) : null);
      if (!box) continue;
      const covers = discs.met(box, node.key).size;
      if (covers > COVERS && drawn >= SURE && !sure) continue;
      if (covers || (!free.length && !node.opened)) plate(context, box, now);
      taken.add(grown(box, AIR), "");
      drawn++;
      if (node.kind === "story") stories--;
      write(context, lines, box, now);
    }
  };
}

/**
 * Return the first of those that cost least.
 *
 * @param {Label[]} boxes @param {(box: Label) => number} cost
 */
function least(boxes, cost) {
  const costs = boxes.map(cost);
  return boxes[costs.indexOf(Math.min(...costs))];
}

/**
 * Return a box moved so far that all of it is to be seen.
 *
 * @param {Label} box @param {number} width @param {number} height @returns {Label}
 */
function moved(box, width, height) {
  /** @param {number} at @param {number} size @param {number} most */
  const within = (at, size, most) => Math.max(2, Math.min(at, most - 2 - size));
  const x = within(box.x, box.w, width);
  return { ...box, x, y: within(box.y, box.h, height), anchor: box.anchor + x - box.x };
}

/**
 * Lighten what a label lies on, so that it can be read.
 *
 * @param {CanvasRenderingContext2D} context @param {Box} box @param {Scheme} now
 */
function plate(context, { x, y, w, h }, now) {
  context.save();
  context.globalAlpha = PLATE;
  context.fillStyle = GROUND[now];
  context.beginPath();
  context.roundRect(x, y, w, h, 4);
  context.fill();
  context.restore();
}

/**
 * Return where the label of a node may be, the best place first.
 *
 * @param {Labelled} node
 */
function sides({ side, up, kind }) {
  const [below, above, right, left] = [{ side: 0, up: false }, { side: 0, up: true }, { side: 1 }, { side: -1 }];
  if (side) return [{ side, up }, up ? above : below];
  return kind === "story" ? [below, above, right, left] : up ? [above, below] : [below, above];
}

/** @param {CanvasRenderingContext2D} context @param {Wrapped} lines @param {Label} box @param {Scheme} now */
function write(context, lines, box, now) {
  context.textAlign = box.align;
  context.textBaseline = "middle";
  context.strokeStyle = GROUND[now];
  context.lineWidth = 4;
  context.fillStyle = INK[now];
  lines.text.forEach((line, i) => {
    const y = box.y + HIGH / 2 + i * HIGH;
    context.strokeText(line, box.anchor, y);
    context.fillText(line, box.anchor, y);
  });
}

/** @param {CanvasRenderingContext2D} context @param {Labelled} node @param {Scheme} now */
function number(context, node, now) {
  context.save();
  context.font = `600 ${Math.min(22, Math.max(10, node.radius * 0.7))}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = now === "dark" ? "#0b1117" : "#ffffff";
  context.fillText(node.count, node.x, node.y + 0.5);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} most @returns {Wrapped} */
function wrap(context, text, most) {
  const lines = [];
  let left = text.replace(/\s+/g, " ").trim();
  while (left && lines.length < most) {
    const last = lines.length === most - 1;
    let line = left;
    if (context.measureText(line).width > WIDE) {
      let end = Math.min(left.length, 60);
      while (end > 1 && context.measureText(left.slice(0, end)).width > WIDE) end--;
      line = last
        ? shorten(left, end)
        : left.slice(0, left.lastIndexOf(" ", end) > 8 ? left.lastIndexOf(" ", end) : end);
    }
    lines.push(line);
    left = left.slice(line.length).trim();
    if (last) break;
  }
  return { text: lines, width: Math.max(0, ...lines.map((line) => context.measureText(line).width)) };
}

/** @param {Labelled} node @param {Wrapped} lines @returns {Label} */
function place({ x, y, radius, side, up }, lines) {
  const [w, h] = [lines.width + 6, lines.text.length * HIGH];
  if (side > 0) return { x: x + radius + 2, y: y - h / 2, w, h, anchor: x + radius + 5, align: "left" };
  if (side < 0) return { x: x - radius - 2 - w, y: y - h / 2, w, h, anchor: x - radius - 5, align: "right" };
  return { x: x - w / 2, y: up ? y - radius - h - 3 : y + radius + 3, w, h, anchor: x, align: "center" };
}

/** @param {Box} box @param {number} by */
const grown = ({ x, y, w, h }, by) => ({ x: x - by, y: y - by / 2, w: w + 2 * by, h: h + by });

/** @param {Labelled} node */
const square = ({ x, y, radius }) => ({ x: x - radius * 0.8, y: y - radius * 0.8, w: radius * 1.6, h: radius * 1.6 });

/** Boxes on a grid. */
class Taken {
  /** @type {Map<number, { box: Box, owner: string }[]>} */
  cells = new Map();

  /** @param {Box} box */
  *around(box) {
    for (let x = Math.floor(box.x / CELL); x <= (box.x + box.w) / CELL; x++) {
      for (let y = Math.floor(box.y / CELL); y <= (box.y + box.h) / CELL; y++) yield x * 100003 + y;
    }
  }

  /** @param {Box} box @param {string} owner */
  add(box, owner) {
    for (const cell of this.around(box)) {
      const there = this.cells.get(cell);
      if (there) there.push({ box, owner });
      else this.cells.set(cell, [{ box, owner }]);
    }
  }

  /**
   * Return those of others that a box lies on.
   *
   * @param {Box} box @param {string} owner
   */
  met(box, owner) {
    const found = new Set();
    for (const cell of this.around(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        const b = other.box;
        if (other.owner === owner && owner) continue;
        if (box.x < b.x + b.w && b.x < box.x + box.w && box.y < b.y + b.h && b.y < box.y + box.h) found.add(other);
      }
    }
    return found;
  }

  /** @param {Box} box @param {string} owner */
  meets(box, owner) {
    return this.met(box, owner).size > 0;
  }
}
