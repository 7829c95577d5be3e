// kinds -> programs that draw their shape: circle, square, diamond and hexagon

import { EdgeLineProgram, EdgeRectangleProgram, NodePointProgram } from "sigma/rendering";

/** @import { Drawing, EdgePrograms, NodePrograms, Shape } from "./types.ts" */

// a point a node, not an instance: where WebGL is drawn by software, instances are drawn one by one
const ROUND = "length(m)";
const DISTANCE = {
  square: "max(abs(m.x), abs(m.y)) * 1.25",
  diamond: "(abs(m.x) + abs(m.y))",
  hexagon: "max(abs(m.x) * 0.866 + abs(m.y) * 0.5, abs(m.y)) * 1.16",
};

/** @param {string} distance */
function shaped(distance) {
  return class extends NodePointProgram {
    getDefinition() {
      const definition = super.getDefinition();
      return { ...definition, FRAGMENT_SHADER_SOURCE: definition.FRAGMENT_SHADER_SOURCE.replace(ROUND, distance) };
    }
  };
}

/** @type {NodePrograms} */
export const PROGRAMS = {
  circle: NodePointProgram,
  ...Object.fromEntries(Object.entries(DISTANCE).map(([name, distance]) => [name, shaped(distance)])),
};
/** @type {EdgePrograms} */
export const LINES = { thin: EdgeLineProgram, line: EdgeRectangleProgram };

/**
 * Return the outline of a shape around the origin, for SVG.
 *
 * @param {Shape} shape @param {number} radius @returns {Drawing}
 */
export function outline(shape, radius) {
  if (shape === "square")
    return ["rect", { x: -radius * 0.8, y: -radius * 0.8, width: radius * 1.6, height: radius * 1.6 }];
  if (shape === "diamond") return ["polygon", { points: corners(4, radius * 1.1, 0) }];
  if (shape === "hexagon") return ["polygon", { points: corners(6, radius, Math.PI / 6) }];
  return ["circle", { r: radius }];
}

/** @param {number} many @param {number} radius @param {number} turn */
function corners(many, radius, turn) {
  return Array.from({ length: many }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / many;
    return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
  }).join(" ");
}
