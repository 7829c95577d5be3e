// stories over time -> a lane each, a dot for an article in the colour of its provider, bursts behind them

import { choose } from "./actions.js";
import { members } from "./data.js";
import { h, own, say, sized } from "./dom.js";
import { about } from "./evidence.js";
import { burstsOf, dots, lanes } from "./lanes.js";
import { FAINT, GROUND, INK, KIND, mix, onScheme, providerColors, scheme } from "./palette.js";
import { tooltip } from "./tooltip.js";
import { count, ticks } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { Changed, Pair, Scheme } from "./types.ts" */

const LANE = { beside: 34, above: 52 }; // pixels, with the name beside or above its dots
const AXIS = 26;
const NEAR = 8; // pixels within which a dot is meant
const PILES = {
  loose: { dot: 4.5, apart: 7, rows: 3, step: 8 },
  tight: { dot: 3, apart: 5.5, rows: 5, step: 6 }, // where there are more dots than room for them
};
const SPARE = 14; // at both ends
const LONGEST = 400; // lanes that the keyboard reaches; the filters reach the rest

export class TimelineView {
  /** @param {State} state @param {HTMLElement} box */
  constructor(state, box) {
    Object.assign(this, { state, data: state.data, box });
    this.axis = h("canvas.axis", { "aria-hidden": "true" });
    this.canvas = h("canvas.dots", { "aria-hidden": "true" });
    this.names = h("ol.lanes", { "aria-label": "Stories" });
    this.room = h("div.room");
    this.scroll = h("div.scroll", { tabindex: -1 }, this.room);
    this.room.append(this.names, this.canvas);
    this.key = h("ul.key", { "aria-label": "Colours of providers" });
    this.empty = h("p.empty", { hidden: true }, "Nothing with a date matches.");
    box.append(this.key, this.axis, this.scroll, this.empty);
    this.tip = tooltip(box);
    this.scroll.addEventListener("scroll", () => this.soon());
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => this.tip.hide());
    this.canvas.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.soon()).observe(this.scroll);
    onScheme(() => {
      this.legend();
      this.soon();
    });
    state.listen((changed) => this.follow(changed));
    this.legend();
    this.stale = true;
  }

  show() {
    if (this.stale) this.arrange();
    this.soon();
    this.reveal();
  }

  /** @param {Changed} changed */
  follow(changed) {
    if (changed.has("matches") || changed.has("lanes")) this.stale = true;
    if (this.state.view !== "timeline") return;
    if (this.stale) this.arrange();
    if (changed.has("story") || changed.has("article")) this.reveal();
    this.soon();
  }

  arrange() {
    this.stale = false;
    this.order = lanes(this.state);
    const times = this.order
      .flatMap((story) =>
        members(this.data, story)
          .filter((i) => this.state.matches[i])
          .map((i) => this.data.minute[i]),
      )
      .filter((minute) => minute !== null);
    const [from, to] = [
      times.reduce((a, b) => Math.min(a, b), Infinity),
      times.reduce((a, b) => Math.max(a, b), -Infinity),
    ];
    /** @type {Pair} */
    this.whole = times.length ? [from, Math.max(to, from + 1)] : [0, 1];
    this.fit();
    this.empty.hidden = this.order.length > 0;
  }

  /** Make room for the names beside the dots or, on a narrow screen, above them. */
  fit() {
    const wide = this.box.clientWidth;
    this.left = wide < 640 ? 0 : Math.min(280, wide * 0.3);
    this.tall = this.left ? LANE.beside : LANE.above;
    this.room.style.height = `${Math.max(1, this.order.length) * this.tall}px`;
  }

  /** @returns {Pair} */
  get window() {
    const { from, to } = this.state;
    return from === null || to === null ? this.whole : [from, to];
  }

  /** Bring the lane of what is chosen into sight. */
  reveal() {
    const lane = this.order?.indexOf(this.state.story) ?? -1;
    if (lane < 0) return;
    const { scrollTop, clientHeight } = this.scroll;
    if (lane * this.tall < scrollTop || (lane + 2) * this.tall > scrollTop + clientHeight)
      this.scroll.scrollTop = Math.max(0, lane * this.tall - clientHeight / 3);
  }

  soon() {
    if (this.state.view !== "timeline") return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { scroll, state } = this;
    this.fit();
    const [width, height] = [scroll.clientWidth - this.left, scroll.clientHeight];
    if (width < 20 || height < 20) return;
    const now = scheme();
    const [from, to] = this.window;
    this.x = (/** @type {number} */ minute) => SPARE + ((minute - from) / (to - from)) * (width - 2 * SPARE);
    const first = Math.max(0, Math.floor(scroll.scrollTop / this.tall));
    const shown = this.order.slice(first, first + Math.ceil(height / this.tall) + 1);
    this.canvas.style.transform = `translate(${this.left}px, ${scroll.scrollTop}px)`;
    const context = sized(this.canvas, width, height);
    const marks = ticks(from, to, Math.max(2, Math.floor(width / 90)));
    context.fillStyle = FAINT[now];
    for (const [minute] of marks) context.fillRect(Math.round(this.x(minute)), 0, 1, height);
    this.drawn = [];
    this.color = providerColors(this.data);
    shown.forEach((story, i) => this.lane(context, story, (first + i) * this.tall - scroll.scrollTop, width, now));
    this.drawAxis(marks, width, now);
    this.listNames(first, shown);
    this.box.dataset.lanes = String(this.order.length);
    if (state.article >= 0 && !shown.includes(state.story)) this.tip.hide();
  }

  /**
   * @param {CanvasRenderingContext2D} context @param {number} story @param {number} top @param {number} width
   * @param {Scheme} now
   */
  lane(context, story, top, width, now) {
    const { data, state } = this;
    const middle = top + this.tall / 2 + (this.left ? 0 : 9);
    if (story === state.story) {
      context.fillStyle = mix(KIND.story[now], GROUND[now], 0.86);
      context.fillRect(0, top, width, this.tall);
    }
    context.fillStyle = FAINT[now];
    context.fillRect(0, top + this.tall - 1, width, 1);
    const articles = members(data, story).filter((i) => state.matches[i] && data.minute[i] !== null);
    if (!articles.length) return;
    const at = (/** @type {number} */ article) => this.x(/** @type {number} */ (data.minute[article]));
    const [a, b] = [at(articles[0]), at(articles[articles.length - 1])];
    for (const [start, end] of burstsOf(data, story)) {
      context.fillStyle = mix("#e8a33d", GROUND[now], now === "dark" ? 0.62 : 0.68);
      context.beginPath();
      context.roundRect(this.x(start) - 8, middle - 10, Math.max(16, this.x(end) - this.x(start) + 16), 20, 10);
      context.fill();
    }
    context.fillStyle = mix(INK[now], GROUND[now], 0.6);
    context.fillRect(a, middle - 0.5, Math.max(1, b - a), 1);
    const { loose, tight } = PILES;
    const pile = articles.length * loose.apart > (b - a + loose.apart) * loose.rows ? tight : loose;
    for (const [article, x, row] of dots(articles, at, pile)) {
      const y = middle + [0, -1, 1, -2, 2][row] * pile.step;
      const copy = data.copyOf.has(article);
      context.beginPath();
      context.arc(x, y, article === state.article ? pile.dot + 2.5 : pile.dot, 0, 7);
      context.fillStyle = copy ? GROUND[now] : this.color(data.provider[article]);
      context.fill();
      context.lineWidth = copy || article === state.article ? 2 : 1;
      context.strokeStyle =
        article === state.article ? INK[now] : copy ? this.color(data.provider[article]) : GROUND[now];
      context.stroke();
      this.drawn.push([article, x, y, story]);
    }
  }

  /** @param {[minute: number, text: string][]} marks @param {number} width @param {Scheme} now */
  drawAxis(marks, width, now) {
    const context = sized(this.axis, width, AXIS);
    this.axis.style.marginInlineStart = `${this.left}px`;
    context.font = "12px system-ui, sans-serif";
    context.fillStyle = mix(INK[now], GROUND[now], 0.25);
    context.textBaseline = "middle";
    let end = -Infinity;
    for (const [minute, text] of marks) {
      const half = context.measureText(text).width / 2;
      const x = Math.min(width - half - 2, Math.max(half + 2, this.x(minute)));
      if (x - half < end + 12) continue;
      context.fillText(text, x - half, AXIS / 2);
      end = x + half;
    }
  }

  /** @param {number} first @param {number[]} shown */
  listNames(first, shown) {
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const focused = this.names.contains(active) ? Number(active.dataset.story) : -1;
    this.names.style.transform = `translateY(${first * this.tall}px)`;
    this.names.style.width = this.left ? `${this.left}px` : "";
    this.names.classList.toggle("over", !this.left);
    this.names.replaceChildren(
      ...shown.map((story) => {
        const name = this.data.stories.name[story];
        const button = h(
          "button.lane",
          {
            type: "button",
            "data-story": String(story),
            "aria-pressed": String(story === this.state.story),
            title: this.data.stories.title[story],
            onclick: () => choose(this.state, { story }),
            onkeydown: (event) => this.step(event, story),
          },
          own(name),
          h("small", {}, ` ${this.state.inStory[story]}`),
        );
        return h("li", {}, button);
      }),
    );
    if (focused >= 0) this.focus(focused);
  }

  /**
   * Go up and down the lanes.
   *
   * @param {KeyboardEvent} event @param {number} story
   */
  step(event, story) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (!by) return;
    event.preventDefault();
    const lane = Math.min(this.order.length - 1, LONGEST, Math.max(0, this.order.indexOf(story) + by));
    const { scrollTop, clientHeight } = this.scroll;
    if (lane * this.tall < scrollTop) this.scroll.scrollTop = lane * this.tall;
    if ((lane + 1) * this.tall > scrollTop + clientHeight)
      this.scroll.scrollTop = (lane + 1) * this.tall - clientHeight;
    this.draw();
    this.focus(this.order[lane]);
  }

  /** @param {number} story */
  focus(story) {
    const button = /** @type {HTMLElement | null} */ (this.names.querySelector(`[data-story="${story}"]`));
    button?.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  at({ offsetX, offsetY }) {
    let [best, near] = [/** @type {TimelineView["drawn"][number] | null} */ (null), NEAR];
    for (const dot of this.drawn ?? []) {
      const far = Math.hypot(dot[1] - offsetX, dot[2] - offsetY);
      if (far < near) [best, near] = [dot, far];
    }
    return best;
  }

  /** @param {MouseEvent} event */
  point(event) {
    const dot = this.at(event);
    this.canvas.style.cursor = dot ? "pointer" : "";
    const box = this.box.getBoundingClientRect();
    if (dot) this.tip.show(about(this.data, dot[0]), { x: event.clientX - box.x, y: event.clientY - box.y });
    else this.tip.hide();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const dot = this.at(event);
    const story = this.order[Math.floor((event.offsetY + this.scroll.scrollTop) / this.tall)];
    if (dot) choose(this.state, { article: dot[0] });
    else if (story !== undefined) choose(this.state, { story });
    if (dot) say(this.data.text.title(dot[0]));
  }

  legend() {
    const color = providerColors(this.data);
    /** @param {string} kind @param {string} text @param {string} fill */
    const item = (kind, text, fill = "") => {
      const sign = h(`i.${kind}`);
      sign.style.background = fill;
      return h("li", {}, sign, own(text));
    };
    const found = (this.data.ranks ?? [])
      .filter((provider) => this.data.providers.articles[provider])
      .map((provider) => ({ fill: color(provider), text: this.data.providers.name[provider] }));
    if (found.length < this.data.providers.articles.filter(Boolean).length)
      found.push({ fill: color(-1), text: "other providers" });
    this.key.replaceChildren(
      ...found.map(({ fill, text }) => item("dot", text, fill)),
      item("burst", "burst"),
      item("copy", "syndicated copy"),
    );
    this.key.title = `${count(this.data.providers.id.length, "provider")}`;
  }
}
