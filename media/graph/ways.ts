/** How a link runs between two boxes. */
import type { Curve } from "./pen.js";
import type { Spot } from "./layout.js";
import type { Link, Node } from "./scene.js";

/** How far below its boxes a way back runs. */
const UNDER = 84;

/** What is taken and what is held run beside each other. */
const BESIDE = 9;

export function curveOf({ kind }: Link, from: Node, to: Node, a: Spot, b: Spot): Curve {
  const beside = kind === "take" ? -BESIDE : kind === "hold" ? BESIDE : 0;
  const [y1, y2] = [a.y + beside, b.y + beside];
  const forwards = b.x > a.x;
  if (!forwards && (kind === "send" || kind === "receive")) {
    const [x1, x2] = [a.x + from.width / 2, b.x - to.width / 2];
    const low = Math.max(y1, y2) + UNDER;
    return [x1, y1, x1 + 70, low, x2 - 70, low, x2, y2];
  }
  const side = forwards ? 1 : -1;
  const [x1, x2] = [a.x + (side * from.width) / 2, b.x - (side * to.width) / 2];
  if (a.x === b.x)
    return [
      a.x + from.width / 2,
      y1,
      a.x + from.width / 2 + 50,
      y1,
      b.x + to.width / 2 + 50,
      y2,
      b.x + to.width / 2,
      y2,
    ];
  const pull = Math.max(28, Math.abs(x2 - x1) / 2) * side;
  return [x1, y1, x1 + pull, y1, x2 - pull, y2, x2, y2];
}

export function middleOf([x1, y1, cx1, cy1, cx2, cy2, x2, y2]: Curve): Spot {
  return { x: (x1 + 3 * cx1 + 3 * cx2 + x2) / 8, y: (y1 + 3 * cy1 + 3 * cy2 + y2) / 8 };
}
