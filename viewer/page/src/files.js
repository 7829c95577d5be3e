// articles -> the files that said them, as the panel names them

import { h, own } from "./dom.js";
import { count } from "./words.js";

/** @import { Data } from "./types.ts" */

const LISTED = 12;

/**
 * Return the files that an article was read from, below a title; nothing if the graph does not tell.
 *
 * @param {Data} data @param {number} i
 */
export function files(data, i) {
  const found = data.sources(i);
  if (!found.length) return [];
  const title = data.stub.has(i) ? `${count(found.length, "file")} that list it` : "Said in";
  const more = found.length - LISTED;
  return [
    h("h3", {}, found.length === 1 && data.stub.has(i) ? "1 file that lists it" : title),
    h(
      "ul.files",
      {},
      ...found.slice(0, LISTED).map((path) => h("li", {}, own(path, "code"))),
      more > 0 && h("li.rest", {}, `and ${more} more`),
    ),
  ];
}

/**
 * Return the files that name both of two articles.
 *
 * @param {Data} data @param {number} a @param {number} b
 */
export function shared(data, a, b) {
  const others = new Set(data.sources(b));
  const found = data.sources(a).filter((path) => others.has(path));
  if (!found.length) return null;
  const more = found.length > 1 ? ` and ${count(found.length - 1, "other")}` : "";
  return h("p.file", {}, "in ", own(found[0], "code"), more);
}
