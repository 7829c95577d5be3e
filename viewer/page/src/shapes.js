// kinds -> programs that draw their shape: circle, square, diamond and hexagon

import { NodeCircleProgram } from "sigma/rendering";

const ROUND = "length(v_diffVector)";
// each within the circle, which is all that the program paints on
const DISTANCE = {
  square: "max(abs(v_diffVector.x), abs(v_diffVector.y)) * 1.4",
  diamond: "(abs(v_diffVector.x) + abs(v_diffVector.y))",
  hexagon: "max(abs(v_diffVector.x) * 0.866 + abs(v_diffVector.y) * 0.5, abs(v_diffVector.y)) * 1.15",
};

function shaped(distance) {
  return class extends NodeCircleProgram {
    getDefinition() {
      const definition = super.getDefinition();
      return { ...definition, FRAGMENT_SHADER_SOURCE: definition.FRAGMENT_SHADER_SOURCE.replace(ROUND, distance) };
    }
  };
}

export const PROGRAMS = {
  circle: NodeCircleProgram,
  ...Object.fromEntries(Object.entries(DISTANCE).map(([name, distance]) => [name, shaped(distance)])),
};

/** Return the outline of a shape around the origin, for SVG. */
export function outline(shape, radius) {
  if (shape === "square") return ["rect", { x: -radius * 0.8, y: -radius * 0.8, width: radius * 1.6, height: radius * 1.6 }];
  if (shape === "diamond") return ["polygon", { points: corners(4, radius * 1.1, 0) }];
  if (shape === "hexagon") return ["polygon", { points: corners(6, radius, Math.PI / 6) }];
  return ["circle", { r: radius }];
}

function corners(many, radius, turn) {
  return Array.from({ length: many }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / many;
    return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
  }).join(" ");
}
