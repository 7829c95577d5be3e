// text -> the clipboard, or a window to copy it from by hand

import { h, say } from "./dom.js";

/**
 * Copy a text and say so.
 *
 * @param {string} text @param {string} name
 */
export async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${name} copied`, { shown: true });
  } catch {
    byHand(text, name);
  }
}

/** @param {string} text @param {string} name */
function byHand(text, name) {
  const area = h("textarea", { readOnly: true, rows: 14, "aria-label": name });
  area.value = text;
  const close = h("button", { type: "button", onclick: () => dialog.close() }, "Close");
  /** @type {HTMLDialogElement} */
  const dialog = h("dialog.copy", {}, h("h2", {}, name), area, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  area.select();
  if (document.execCommand?.("copy")) say(`${name} copied`, { shown: true });
}
