// articles over time -> a strip with a brush that filters all views, and plays

import { h, moves, say, sized } from "./dom.js";
import { FAINT, GROUND, INK, KIND, mix, onScheme, scheme } from "./palette.js";
import { day, moment, ticks } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Pair, Scheme } from "./types.ts" */

const HIGH = 46;
const BAR = 5; // pixels
const GRIP = 12; // pixels around an end within which it is taken
const LEAST = 3; // pixels of a brush; less is a click, which clears it
const STEPS = 150; // of the keyboard, and of playing from start to end
const PLAYED = 12_000; // milliseconds of a whole play
const SHARE = 10; // the part of the time that is played at once if nothing is brushed

export class Brush {
  /** @param {State} state @param {HTMLElement} box */
  constructor(state, box) {
    Object.assign(this, { state, data: state.data, box });
    const { from, to } = this.data;
    if (!Number.isFinite(from) || from === to) {
      box.hidden = true;
      return;
    }
    const extra = Math.max(1, Math.round((to - from) * 0.01));
    [this.from, this.to] = [from - extra, to + extra];
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.ends = /** @type {const} */ (["from", "to"]).map((end) => this.grip(end));
    this.strip = h("div.strip", {}, this.canvas, ...this.ends);
    this.play = h(
      "button.play",
      {
        type: "button",
        "aria-label": "Play",
        title: "Play",
        onclick: () => (this.playing ? this.stop() : this.start()),
      },
      "▶",
    );
    this.words = h("output.when", {});
    this.clear = h("button.plain", { type: "button", hidden: true, onclick: () => this.forget() }, "All times");
    box.append(this.play, this.strip, h("div.said-when", {}, this.words, this.clear));
    this.pointer();
    new ResizeObserver(() => this.draw()).observe(this.strip);
    onScheme(() => this.draw());
    state.listen((changed) => changed.has("matches") && this.draw());
  }

  /** @param {"from" | "to"} end */
  grip(end) {
    return h("div.grip", {
      role: "slider",
      tabindex: 0,
      "aria-label": end === "from" ? "Start of the time shown" : "End of the time shown",
      "data-end": end,
      onkeydown: (event) => this.key(event, end),
    });
  }

  /** @returns {Pair} */
  get range() {
    const { from, to } = this.state;
    return from === null || to === null ? [this.from, this.to] : [from, to];
  }

  /** @param {number} minute */
  x(minute) {
    return ((minute - this.from) / (this.to - this.from)) * this.wide;
  }

  /** @param {number} x */
  minute(x) {
    return Math.round(this.from + (Math.min(this.wide, Math.max(0, x)) / this.wide) * (this.to - this.from));
  }

  draw() {
    this.wide = this.strip.clientWidth;
    if (this.wide < 20) return;
    const context = sized(this.canvas, this.wide, HIGH);
    const now = scheme();
    const many = Math.max(10, Math.floor(this.wide / BAR));
    /** @param {number} minute */
    const bin = (minute) => Math.min(many - 1, Math.floor(((minute - this.from) / (this.to - this.from)) * many));
    const [all, matching] = [new Float64Array(many), new Float64Array(many)];
    this.data.minute.forEach((minute, i) => {
      if (minute === null) return;
      all[bin(minute)]++;
      matching[bin(minute)] += this.state.matches[i];
    });
    const top = Math.sqrt(Math.max(...all, 1));
    /** @param {number} value */
    const tall = (value) => (value ? Math.max(2, (Math.sqrt(value) / top) * (HIGH - 18)) : 0);
    const [a, b] = this.range.map((minute) => this.x(minute));
    /** @param {Float64Array} values @param {string} fill */
    const bars = (values, fill) => {
      context.fillStyle = fill;
      values.forEach(
        (value, i) =>
          value && context.fillRect((i * this.wide) / many, HIGH - 15 - tall(value), this.wide / many - 1, tall(value)),
      );
    };
    if (this.state.from !== null) {
      context.fillStyle = mix(KIND.story[now], GROUND[now], 0.85);
      context.fillRect(a, 0, Math.max(1, b - a), HIGH - 14);
    }
    bars(all, mix(INK[now], GROUND[now], 0.78));
    bars(matching, KIND.story[now]);
    this.marks(context, now);
    this.ends.forEach((end, i) => {
      end.style.left = `${[a, b][i]}px`;
      const value = this.range[i];
      end.setAttribute("aria-valuemin", String(this.from));
      end.setAttribute("aria-valuemax", String(this.to));
      end.setAttribute("aria-valuenow", String(value));
      end.setAttribute("aria-valuetext", `${moment(value)} UTC`);
    });
    const all_ = this.state.from === null;
    this.words.textContent = (all_ ? [this.data.from, this.data.to] : this.range)
      .map(day)
      .filter((text, i, texts) => texts.indexOf(text) === i)
      .join(" – ");
    this.clear.hidden = all_;
    this.box.classList.toggle("brushed", !all_);
  }

  /** @param {CanvasRenderingContext2D} context @param {Scheme} now */
  marks(context, now) {
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = mix(INK[now], GROUND[now], 0.3);
    context.textBaseline = "alphabetic";
    let end = -Infinity;
    for (const [minute, text] of ticks(this.from, this.to, Math.max(2, Math.floor(this.wide / 80)))) {
      const half = context.measureText(text).width / 2;
      const x = Math.min(this.wide - half, Math.max(half, this.x(minute)));
      if (x - half < end + 10) continue;
      context.fillText(text, x - half, HIGH - 2);
      end = x + half;
    }
    context.fillStyle = FAINT[now];
    context.fillRect(0, HIGH - 15, this.wide, 1);
  }

  /** @param {number} from @param {number} to */
  set(from, to) {
    this.state.set({ from: Math.min(from, to), to: Math.max(from, to) });
  }

  forget() {
    this.stop();
    this.state.set({ from: null, to: null });
  }

  pointer() {
    /** @type {{ begun: number, going?: boolean, end?: string, range?: Pair } | null} */
    let hold = null;
    /** @param {MouseEvent} event */
    const at = (event) => event.clientX - this.strip.getBoundingClientRect().x;
    this.strip.addEventListener("pointerdown", (event) => {
      this.stop();
      this.strip.setPointerCapture(event.pointerId);
      const x = at(event);
      const [a, b] = this.range.map((minute) => this.x(minute));
      const brushed = this.state.from !== null;
      if (Math.abs(x - a) < GRIP && Math.abs(x - a) <= Math.abs(x - b)) hold = { begun: x, end: "from" };
      else if (Math.abs(x - b) < GRIP) hold = { begun: x, end: "to" };
      else if (brushed && x > a && x < b) hold = { begun: x, range: this.range };
      else hold = { begun: x };
    });
    this.strip.addEventListener("pointermove", (event) => {
      if (!hold) return;
      const x = at(event);
      if (!hold.going && Math.abs(x - hold.begun) < LEAST) return;
      hold.going = true;
      const [from, to] = this.range;
      if (hold.end === "from") this.set(Math.min(this.minute(x), to - 1), to);
      else if (hold.end === "to") this.set(from, Math.max(this.minute(x), from + 1));
      else if (hold.range) this.shift(hold.range, this.minute(x) - this.minute(hold.begun));
      else
        this.set(
          this.minute(hold.begun),
          Math.max(this.minute(x), this.minute(hold.begun) - 1e15) + (x >= hold.begun ? 1 : 0),
        );
    });
    const done = () => {
      if (hold && !hold.going && !hold.end) this.state.set({ from: null, to: null });
      if (hold?.going) say(`${this.words.textContent}: ${this.state.told()}`);
      hold = null;
    };
    this.strip.addEventListener("pointerup", done);
    this.strip.addEventListener("pointercancel", done);
  }

  /** @param {Pair} range @param {number} by */
  shift([from, to], by) {
    const least = Math.max(this.from - from, Math.min(this.to - to, by));
    this.set(from + least, to + least);
  }

  /** @param {KeyboardEvent} event @param {"from" | "to"} end */
  key(event, end) {
    const step = Math.max(1, Math.round((this.to - this.from) / STEPS));
    const by = {
      ArrowLeft: -step,
      ArrowDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      PageDown: -10 * step,
      PageUp: 10 * step,
    }[event.key];
    const [from, to] = this.range;
    const value =
      event.key === "Home" ? this.from : event.key === "End" ? this.to : by ? (end === "from" ? from : to) + by : null;
    if (value === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.stop();
    if (end === "from") this.set(Math.max(this.from, Math.min(value, to - 1)), to);
    else this.set(from, Math.min(this.to, Math.max(value, from + 1)));
  }

  /** Let the brush run over the time, from where it is or from the start. */
  start() {
    if (this.box.hidden) return; // there is no time to run over
    const whole = this.to - this.from;
    let [from, to] = this.state.from === null ? [this.from, this.from + whole / SHARE] : this.range;
    if (to >= this.to - 1) [from, to] = [this.from, this.from + (to - from)];
    this.playing = true;
    this.button("❚❚", "Pause");
    let last = performance.now();
    const least = moves() ? 0 : 1000; // who wants no movement sees a step a second
    /** @param {number} time */
    const step = (time) => {
      if (!this.playing) return;
      if (time - last >= least) {
        const by = Math.min((whole / PLAYED) * (time - last), this.to - to);
        [from, to] = [from + by, to + by];
        last = time;
        this.set(Math.round(from), Math.round(to));
        if (to >= this.to) return this.stop();
      }
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.button("▶", "Play");
    say(this.state.told());
  }

  /** @param {string} sign @param {string} name */
  button(sign, name) {
    this.play.textContent = sign;
    this.play.title = name;
    this.play.setAttribute("aria-label", name);
  }
}
