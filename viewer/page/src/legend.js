// kinds and relations -> what their shapes and colours mean

import { h, svg } from "./dom.js";
import { FEW } from "./arrangement.js";
import { KIND, RELATION, onScheme, scheme } from "./palette.js";
import { outline } from "./shapes.js";
import { number } from "./words.js";

/** @import { State } from "./state.js" */
/** @import { MapView } from "./map.js" */
/** @import { Kind, Relation } from "./types.ts" */

/**
 * Fill a box with the legend of the map.
 *
 * @param {State} state @param {MapView} map @param {HTMLElement} box
 */
export function legend(state, map, box) {
  const { data } = state;
  const alone = data.many - data.firstAlone;
  const narrow = window.matchMedia("(max-width: 720px)").matches;
  const list = h("ul", {});
  /** @param {Relation} kind @param {string} name */
  const quiet = (kind, name) => {
    if (kind === "shares") return data.lines.length > FEW ? `${name} (all of them where you point)` : name;
    return map.graph?.someEdge((_key, edge) => edge.kind === kind && edge.quiet)
      ? `${name}: point at an article`
      : name;
  };
  const toggle = alone
    ? h(
        "label.alone",
        {},
        h("input", {
          type: "checkbox",
          checked: map.alone,
          onchange: (event) => {
            map.showAlone(event.target.checked);
            draw();
          },
        }),
        `${number(alone)} of no story`,
      )
    : null;
  const draw = () => {
    const now = scheme();
    const unfolded = state.open.length > 0;
    const kinds = Object.entries(KIND).filter(
      ([kind]) =>
        kind === "story" ||
        ((kind === "article" || kind === "stub") &&
          (unfolded || (map.alone && alone > 0)) &&
          (kind === "article" || data.stub.size)) ||
        (unfolded && kind in data.of && data.of[/** @type {Kind} */ (kind)].id.length),
    );
    const relations = Object.entries(RELATION).filter(([kind]) =>
      kind === "shares" ? data.lines.length : unfolded && (kind !== "related" || data.related.length),
    );
    list.replaceChildren(
      ...kinds.map(([kind, look]) => {
        const [tag, attributes] = outline(look.shape, 6);
        return h(
          "li",
          {},
          svg("-8 -8 16 16", [tag, { ...attributes, fill: look[now] }]),
          kind === "story" ? "Story (size: its articles)" : look.name,
        );
      }),
      ...relations.map(([kind, look]) =>
        h(
          "li",
          {},
          svg("-8 -8 16 16", ["line", { x1: -8, x2: 8, y1: 0, y2: 0, stroke: look[now], "stroke-width": 2.5 }]),
          kind === "shares" || kind === "related" ? quiet(kind, look.name) : look.name,
        ),
      ),
      ...(toggle ? [h("li", {}, toggle)] : []),
    );
  };
  box.append(h("details.legend", { open: !narrow }, h("summary", {}, "Legend"), list));
  state.listen((changed) => changed.has("open") && draw());
  onScheme(draw);
  draw();
}
