// where the reader looks on the map: at what is chosen, at all of it, nearer or farther

import { moves } from "./dom.js";
import { keyOf } from "./unfold.js";

/** @import { MapView } from "./map.js" */

export const MOVE = 380; // milliseconds that a change takes

/**
 * Go to what is chosen; while the map is not to be seen, once it is.
 *
 * @param {MapView} map @param {{ still?: boolean }} [how]
 */
export function go(map, { still = false } = {}) {
  const { state, sigma } = map;
  map.waiting = map.stage.offsetWidth === 0;
  if (map.waiting) return;
  clearTimeout(map.going);
  map.going = setTimeout(
    () => {
      const story = state.story >= 0 && map.reach.has(state.story) ? state.story : state.open.at(-1);
      const lone = state.article >= map.data.firstAlone ? keyOf("article", state.article) : null;
      const key = lone ?? (story === undefined ? null : keyOf("story", story));
      if (!key || !map.graph.hasNode(key)) return;
      const reach = lone ? 160 : (map.reach.get(/** @type {number} */ (story)) ?? 100) + 90;
      fly(map, key, reach, still);
    },
    still || !moves() ? 0 : MOVE,
  );
  sigma.refresh();
}

/** @param {MapView} map @param {string} key @param {number} reach @param {boolean} still */
function fly(map, key, reach, still) {
  const { sigma } = map;
  const camera = sigma.getCamera();
  const here = sigma.graphToViewport({ x: 0, y: 0 });
  const there = sigma.graphToViewport({ x: reach, y: 0 });
  const { width, height } = sigma.getDimensions();
  const panel = /** @type {HTMLElement} */ (document.getElementById("panel"));
  const covered = getComputedStyle(panel).position === "absolute" && !panel.hidden ? panel.offsetHeight : 0;
  const ratio = camera.getState().ratio * ((2 * Math.abs(there.x - here.x)) / Math.min(width * 0.8, height - covered));
  const { x, y } = /** @type {{ x: number, y: number }} */ (sigma.getNodeDisplayData(key));
  const to = { x, y, ratio: Math.min(1, Math.max(0.02, ratio)), angle: 0 };
  // what the panel covers is not the middle that a reader sees
  const [top, low] = [0, covered / 2].map((at) => sigma.viewportToFramedGraph({ x: 0, y: at }).y);
  to.y += ((low - top) * to.ratio) / camera.getState().ratio;
  if (still || !moves()) camera.setState(to);
  else camera.animate(to, { duration: MOVE });
}

/**
 * Show the whole map.
 *
 * @param {MapView} map
 */
export function whole(map) {
  const { sigma } = map;
  if (sigma)
    sigma
      .getCamera()
      .animate({ x: 0.5, y: 0.5, ratio: map.state.open.length ? 1.25 : 1, angle: 0 }, { duration: moves() ? MOVE : 0 });
}

/**
 * Look from so much farther away.
 *
 * @param {MapView} map @param {number} by
 */
export function zoom(map, by) {
  if (!map.sigma) return;
  const camera = map.sigma.getCamera();
  camera.animate(
    { ratio: map.sigma.getCamera().getBoundedRatio(camera.getState().ratio * by) },
    { duration: moves() ? 180 : 0 },
  );
}

/**
 * Look elsewhere, by so many steps.
 *
 * @param {MapView} map @param {number} dx @param {number} dy
 */
export function pan(map, dx, dy) {
  const camera = map.sigma?.getCamera();
  if (!camera) return;
  const { x, y, ratio } = camera.getState();
  camera.setState({ x: x + dx * ratio * 0.08, y: y + dy * ratio * 0.08 });
}
