// kinds and relations -> colours that people who see colours differently can tell apart, by day and by night

/** @import { Data, Look, NodeKind, Relation, Scheme } from "./types.ts" */

// after M. Okabe and K. Ito, 'Color Universal Design' (2008); kinds differ in shape, too
/** @type {Record<NodeKind | "stub", Look>} */
export const KIND = {
  story: { light: "#0072b2", dark: "#4aa3df", shape: "circle", name: "Story", size: "by its articles" },
  article: { light: "#56b4e9", dark: "#8fd0f5", shape: "circle", name: "Article" },
  stub: { light: "#a9b7c4", dark: "#66727f", shape: "circle", name: "Article only linked to" },
  provider: { light: "#d98e00", dark: "#f0ab28", shape: "square", name: "Provider" },
  topic: { light: "#008a65", dark: "#2fbf96", shape: "diamond", name: "Topic" },
  organization: { light: "#b8598f", dark: "#e08dbd", shape: "hexagon", name: "Organization" },
};

/** @type {Record<Relation, Record<Scheme | "name", string>>} */
export const RELATION = {
  shares: { light: "#c3ced9", dark: "#36424f", name: "share topics or organizations" },
  part: { light: "#8aa9c4", dark: "#4d6a85", name: "is part of the story" },
  publisher: { light: "#e3b45c", dark: "#a8782a", name: "published by" },
  about: { light: "#6fc0a7", dark: "#2b7a63", name: "is about" },
  mentions: { light: "#d9a5c3", dark: "#8c5476", name: "mentions" },
  related: { light: "#d55e00", dark: "#ff8a3d", name: "links to (curated)" },
};

const PROVIDERS = {
  light: ["#0072b2", "#d98e00", "#008a65", "#b8598f", "#d55e00", "#3fa9e0"],
  dark: ["#4aa3df", "#f0ab28", "#2fbf96", "#e08dbd", "#ff8a3d", "#a5dcff"],
};
const OTHERS = { light: "#8793a0", dark: "#77838f" };
export const GROUND = { light: "#ffffff", dark: "#14171b" };
export const INK = { light: "#1b1f24", dark: "#e6e9ed" };
export const FAINT = { light: "#e9edf1", dark: "#262c33" };

/**
 * Say which scheme is shown: light or dark.
 *
 * @returns {Scheme}
 */
export function scheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Call a function whenever the scheme changes.
 *
 * @param {() => void} listener
 */
export function onScheme(listener) {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
  document.addEventListener("kg-theme", listener);
}

/**
 * Return what gives a provider its colour: the most frequent have one each, the others share one.
 *
 * @param {Data} data
 */
export function providerColors(data) {
  data.ranks ??= [...data.providers.articles.keys()]
    .sort((a, b) => data.providers.articles[b] - data.providers.articles[a] || a - b)
    .slice(0, PROVIDERS.light.length);
  const rank = new Map(data.ranks.map((provider, i) => [provider, i]));
  const now = scheme();
  return (/** @type {number} */ provider) => PROVIDERS[now][rank.get(provider) ?? -1] ?? OTHERS[now];
}

/**
 * Return a colour so much of the way to another: both as #rrggbb.
 *
 * @param {string} color @param {string} other @param {number} share
 */
export function mix(color, other, share) {
  const parts = [color, other].map((text) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)));
  return `#${parts[0]
    .map((part, i) =>
      Math.round(part + (parts[1][i] - part) * share)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
