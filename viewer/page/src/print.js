// what matches -> a list for paper

import { members, times } from "./data.js";
import { h, own } from "./dom.js";
import { sorted } from "./stories.js";
import { labelOf } from "./titles.js";
import { count, moment, span } from "./words.js";

/** @import { State } from "./state.js" */

const MOST = 300; // stories

/**
 * Put a list of what matches on the page while it is printed.
 *
 * @param {State} state
 */
export function printing(state) {
  const paper = h("main", { id: "paper", hidden: true });
  document.body.append(paper);
  window.addEventListener("beforeprint", () => paper.replaceChildren(...list(state)));
  window.addEventListener("afterprint", () => paper.replaceChildren());
}

/** @param {State} state */
function list(state) {
  const { data } = state;
  const stories = state.story >= 0 ? [state.story] : sorted(state);
  const left = stories.length - MOST;
  return [
    h("h1", {}, document.title),
    h("p", {}, state.told()),
    ...stories.slice(0, MOST).map((story) =>
      h(
        "section",
        {},
        h("h2", {}, own(data.stories.title[story])),
        labelOf(data, story),
        h(
          "p",
          {},
          `${data.series.has(story) ? "Series · " : ""}${span(...times(data, story))} · ${count(data.stories.size[story], "article")}`,
        ),
        h(
          "ul",
          {},
          ...members(data, story)
            .filter((i) => state.matches[i])
            .map((i) =>
              h(
                "li",
                {},
                own(data.text.title(i)),
                h(
                  "small",
                  {},
                  " ",
                  own(data.provider[i] < 0 ? "" : data.providers.name[data.provider[i]]),
                  data.minute[i] === null ? "" : `, ${moment(data.minute[i])}`,
                ),
              ),
            ),
        ),
      ),
    ),
    left > 0 ? h("p", {}, `and ${count(left, "more story")}; filter the page to print them`) : "",
  ];
}
