// lines of text -> a note beside the pointer

import { h, own } from "./dom.js";

/** @import { Tip } from "./types.ts" */

const BESIDE = 14;

/**
 * Return what shows and hides a note in a box.
 *
 * @param {HTMLElement} box @returns {Tip}
 */
export function tooltip(box) {
  const note = h("div.tip", { role: "tooltip", hidden: true });
  box.append(note);
  return {
    show(lines, { x, y }) {
      if (!lines.length) return this.hide();
      note.replaceChildren(...lines.map((line, i) => own(line, i ? "p" : "strong")));
      note.hidden = false;
      const [w, tall] = [note.offsetWidth, note.offsetHeight];
      note.style.left = `${Math.max(4, x + BESIDE + w > box.clientWidth ? x - BESIDE - w : x + BESIDE)}px`;
      note.style.top = `${Math.max(4, Math.min(y + BESIDE, box.clientHeight - tall - 4))}px`;
    },
    hide() {
      note.hidden = true;
    },
  };
}
