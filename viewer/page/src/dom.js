// tags, attributes and text -> elements; text is only ever text

/** @import { Attributes, Child, Drawing, ElementOf, Tag } from "./types.ts" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return an element; what is null, false or undefined among attributes and children is left out.
 *
 * @template {Tag} T @param {T} tag @param {Attributes<ElementOf<T>>} [attributes] @param {...Child} children
 * @returns {ElementOf<T>}
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key in element && typeof value !== "string") Object.assign(element, { [key]: value });
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return /** @type {ElementOf<T>} */ (element);
}

/**
 * Return a drawing in SVG: a list of [tag, attributes].
 *
 * @param {string} box @param {...Drawing} parts
 */
export function svg(box, ...parts) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", box);
  root.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of parts) {
    const part = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    root.append(part);
  }
  return root;
}

/**
 * Return text whose direction is its own, so that it cannot turn what stands around it.
 *
 * @param {string} text @param {"bdi" | "p" | "strong" | "code"} [tag]
 */
export const own = (text, tag = "bdi") => h(tag, { dir: "auto" }, text);

/**
 * Return a link to a web address; mere text for any other.
 *
 * @param {string} url @param {...Child} children
 */
export function outside(url, ...children) {
  if (!isWeb(url)) return h("span", { dir: "auto" }, ...children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, ...children);
}

/**
 * Say whether an address is one of the web.
 *
 * @param {string | null | undefined} url
 */
export const isWeb = (url) => /^https?:\/\//i.test(url ?? "");

/**
 * Size a canvas for the screen and return what draws on it, in CSS pixels.
 *
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 */
export function sized(canvas, width, height) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** Say whether the reader wants things to move. */
export const moves = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {HTMLElement | null} */
let spoken = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;

/**
 * Tell a screen reader what changed, and show it for a moment.
 *
 * @param {string} text @param {{ shown?: boolean }} [how]
 */
export function say(text, { shown = false } = {}) {
  spoken ??= document.getElementById("said");
  if (!spoken) return;
  spoken.textContent = text;
  spoken.classList.toggle("shown", shown);
  if (shown) {
    clearTimeout(fading);
    fading = setTimeout(() => spoken?.classList.remove("shown"), 2500);
  }
}
