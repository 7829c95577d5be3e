// tags, attributes and text -> elements; text is only ever text

const SVG = "http://www.w3.org/2000/svg";

/** Return an element; what is null, false or undefined among attributes and children is left out. */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Return a drawing in SVG: a list of [tag, attributes]. */
export function svg(box, ...parts) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", box);
  root.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of parts) {
    const part = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    root.append(part);
  }
  return root;
}

/** Return text whose direction is its own, so that it cannot turn what stands around it. */
export const own = (text, tag = "bdi") => h(tag, { dir: "auto" }, text);

/** Return a link to a web address; mere text for any other. */
export function outside(url, ...children) {
  if (!isWeb(url)) return h("span", { dir: "auto" }, ...children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, ...children);
}

/** Say whether an address is one of the web. */
export const isWeb = (url) => /^https?:\/\//i.test(url ?? "");

/** Return a CSS variable of the page. */
export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Size a canvas for the screen and return what draws on it, in CSS pixels. */
export function sized(canvas, width, height) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** Say whether the reader wants things to move. */
export const moves = () => !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

let spoken = null;

/** Tell a screen reader what changed, and show it for a moment. */
export function say(text, { shown = false } = {}) {
  spoken ??= document.getElementById("said");
  if (!spoken) return;
  spoken.textContent = text;
  spoken.classList.toggle("shown", shown);
  if (shown) {
    clearTimeout(say.timer);
    say.timer = setTimeout(() => spoken.classList.remove("shown"), 2500);
  }
}
