// an opened story -> places for its articles and all that they name; its neighbours make room

import { most, named } from "./data.js";

/** @import { Data, Kind, Line, NodeKind, Point, Relation, Unfolded } from "./types.ts" */

const HUB = 13; // radius of an opened story
const ARTICLE = 9;
const THING = 11;
const FIRST = 46; // the first ring of articles
const STEP = 30; // from ring to ring, and from article to article
const OUTER = 64; // from the articles to the things around them
const APART = 40; // from thing to thing
// of a thing with the ring that it stands on, for the farther that reaches the smaller it is drawn
const GROWTH = 0.036;
const CLEAR = 2; // curated links for each article; where there are more they are drawn when one points at an article
const MOST = { provider: 24, topic: 10, organization: 12 }; // of each kind; the panel has them all
/** @type {[Kind, Relation][]} */
const NAMES = [
  ["provider", "publisher"],
  ["topic", "about"],
  ["organization", "mentions"],
];
export const ROOM = 40; // around an opened story
const TURN = -Math.PI / 2;

/** @param {NodeKind} kind @param {number} place */
export const keyOf = (kind, place) => `${kind}/${place}`;

/**
 * Return what an opened story shows, around the origin: nodes, edges, and how far it reaches.
 *
 * @param {Data} data @param {number} story @param {number[]} articles @returns {Unfolded}
 */
export function unfold(data, story, articles) {
  /** @type {Unfolded["nodes"]} */
  const nodes = [{ key: keyOf("story", story), kind: "story", place: story, x: 0, y: 0, size: HUB, side: 0 }];
  /** @type {Line[]} */
  const edges = [];
  const angles = new Map();
  let reach = rings(articles, (place, angle, radius) => {
    angles.set(place, angle);
    nodes.push(at({ key: keyOf("article", place), kind: "article", place, size: ARTICLE, story }, angle, radius));
    edges.push({ kind: "part", from: keyOf("story", story), to: keyOf("article", place) });
  });
  const things = around(data, articles, angles);
  reach = Math.max(reach + OUTER, (things.length * APART) / (2 * Math.PI));
  const size = Math.max(THING, reach * GROWTH);
  things.forEach(({ kind, place }, i) => {
    nodes.push(at({ key: keyOf(kind, place), kind, place, size }, TURN + (i * 2 * Math.PI) / things.length, reach));
  });
  const shown = new Set(nodes.map((node) => node.key));
  for (const article of articles) {
    for (const [kind, relation] of NAMES) {
      for (const place of named(data, kind, article)) {
        if (shown.has(keyOf(kind, place)))
          edges.push({ kind: relation, from: keyOf("article", article), to: keyOf(kind, place) });
      }
    }
  }
  const related = data.relatedOf(articles);
  const quiet = related.length > CLEAR * articles.length;
  for (const [a, b] of related)
    edges.push({ kind: "related", quiet, from: keyOf("article", a), to: keyOf("article", b) });
  return { nodes, edges, reach };
}

/** @param {Omit<Unfolded["nodes"][number], "x" | "y" | "side">} node @param {number} angle @param {number} radius */
function at(node, angle, radius) {
  const side = Math.abs(Math.cos(angle)) < 0.25 ? 0 : Math.sign(Math.cos(angle));
  return { ...node, x: radius * Math.cos(angle), y: -radius * Math.sin(angle), side, up: Math.sin(angle) < 0 };
}

/**
 * Put articles on rings in order of time, clockwise from the top, and return the outermost radius.
 *
 * @param {number[]} articles @param {(article: number, angle: number, radius: number) => void} put
 */
function rings(articles, put) {
  let radius = FIRST;
  for (let start = 0; start < articles.length; radius += STEP) {
    const room = Math.max(6, Math.floor((2 * Math.PI * radius) / STEP));
    const ring = articles.slice(start, start + room);
    ring.forEach((article, i) => put(article, TURN + (i * 2 * Math.PI) / ring.length, radius));
    start += room;
  }
  return articles.length ? radius - STEP : FIRST;
}

/**
 * Return the things that articles name, each near the articles that name it.
 *
 * @param {Data} data @param {number[]} articles @param {Map<number, number>} angles
 */
function around(data, articles, angles) {
  const found = [];
  for (const [kind] of NAMES) {
    for (const [place] of most(data, kind, articles).slice(0, MOST[kind])) {
      let [x, y] = [0, 0];
      for (const article of articles) {
        if (!named(data, kind, article).includes(place)) continue;
        const angle = /** @type {number} */ (angles.get(article));
        x += Math.cos(angle);
        y += Math.sin(angle);
      }
      found.push({ kind, place, angle: (Math.atan2(y, x) - TURN + 4 * Math.PI) % (2 * Math.PI) });
    }
  }
  return found.sort((a, b) => a.angle - b.angle || a.place - b.place);
}

/**
 * Move places away from a middle so that a circle around it is free; what was apart stays apart.
 *
 * @param {Point[]} places @param {number} middle @param {number} reach @returns {Point[]}
 */
export function makeRoom(places, middle, reach) {
  const [cx, cy] = places[middle];
  return places.map(([x, y], i) => {
    if (i === middle) return [x, y];
    const far = Math.hypot(x - cx, y - cy) || 1;
    const stretch = Math.hypot(far, reach) / far;
    return [cx + (x - cx) * stretch, cy + (y - cy) * stretch];
  });
}
