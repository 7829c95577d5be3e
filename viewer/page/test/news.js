// a small graph as the page holds it: two stories of three and two articles, and two articles of none

import { columns } from "../src/data.js";
import { State } from "../src/state.js";

/** @import { Data, Payload } from "../src/types.ts" */

const TITLES = [
  "Ferry sinks",
  "Ferry sinks, too",
  "Café on the quay",
  "=SUM(tides)",
  'He said "no", she left',
  "Alone",
  "Stub",
];

/** @type {Payload} */
const PAYLOAD = {
  prefixes: { kg: "https://kg.example/", xsd: "http://www.w3.org/2001/XMLSchema#" },
  articles: {
    prefix: "https://news.example/article/",
    id: ["a0", "a1", "a2", "a3", "a4", "a5", "a6"],
    minute: [100, 60, null, -30, 70, -110, null],
    provider: [0, 1, 0, 1, -1, 0, -1],
    quality: [50, null, 80, 20, null, null, null],
    stub: [6],
    video: [1],
    doubt: [2],
    confidence: [0.12],
    about: { many: [1, 1, 0, 1, 0, 1, 0], all: [0, 1, 1, 0] },
    mentions: { many: [2, 1, 1, 1, 0, 0, 0], all: [0, 1, 0, 1, 1] },
  },
  related: { step: [0, 0, 5], to: [1, 3, 1] },
  copies: { step: [1], to: [-1] },
  stories: {
    prefix: "https://news.example/story/",
    id: ["s0", "s1"],
    name: ["Ferry", "Tides"],
    title: ["Ferry sinks off the pier", ""],
    series: [1],
    size: [3, 2],
    cohesion: [0.5, null],
    x: [-60, 60],
    y: [0, 10],
    r: [16, 13],
  },
  lines: { step: [0], to: [1] },
  storylines: { prefix: "https://news.example/storyline/", id: ["l0"], name: ["Ferry"], many: [2], all: [0, 1] },
  providers: {
    prefix: "https://news.example/",
    id: ["p0", "p1"],
    name: ["Beacon", "Globe"],
    domain: ["b.example", "g.example"],
  },
  topics: { prefix: "https://news.example/topic/", id: ["sea", "tide"], name: ["Sea", "Tide"], broader: [null, 0] },
  organizations: {
    prefix: "https://news.example/organization/",
    id: ["o0", "o1"],
    name: ["Harbour Board", "Ferry Line"],
  },
};

/** @returns {Data} */
export function news() {
  return {
    ...columns(structuredClone(PAYLOAD)),
    text: { title: (i) => TITLES[i], url: (i) => `https://b.example/${i}`, excerpt: () => "" },
    sources: () => [],
  };
}

/** A state of it that writes into no address. @param {Partial<State>} chosen */
export function chosen(chosen) {
  const state = new State(news());
  state.set(chosen, { quiet: true });
  return state;
}

/** The articles that match. @param {State} state */
export const matching = (state) => [...state.matches.keys()].filter((i) => state.matches[i]);
