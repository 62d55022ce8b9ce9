/**
 * The picture. What is in trouble is told by shape first and by colour second: who waits at a channel stands behind a bar,
 * on a dashed line; what waits for ever has a cross; a ring is a double line.
 */
import { linkColour, drawLink } from "./draw-link.js";
import { drawNode } from "./draw-node.js";
import type { Spot } from "./layout.js";
import { DETAIL_FROM, type Look } from "./look.js";
import type { Pen } from "./pen.js";
import type { Scene } from "./scene.js";

export function draw(pen: Pen, scene: Scene, spots: ReadonlyMap<string, Spot>, look: Look): void {
  const lit = look.hovered ?? look.selected;
  const far = look.zoom < DETAIL_FROM ? new Map<string, number[]>() : null;
  for (const link of scene.links) {
    const [a, b] = [spots.get(link.from), spots.get(link.to)];
    const [from, to] = [scene.nodes.get(link.from), scene.nodes.get(link.to)];
    if (a === undefined || b === undefined || from === undefined || to === undefined) continue;
    if (Math.max(a.x, b.x) + 130 < look.left || Math.min(a.x, b.x) - 130 > look.right) continue;
    if (Math.max(a.y, b.y) + 130 < look.top || Math.min(a.y, b.y) - 130 > look.bottom) continue;
    const near = lit !== null && (link.from === lit || link.to === lit);
    if (link.quiet && !near) continue;
    if (far !== null && !near) {
      const colour = linkColour(link, look.theme);
      const points = far.get(colour);
      if (points === undefined) far.set(colour, [a.x, a.y, b.x, b.y]);
      else points.push(a.x, a.y, b.x, b.y);
      continue;
    }
    pen.strength(lit === null || near ? 1 : 0.3);
    drawLink(pen, link, from, to, a, b, look);
  }
  if (far !== null) {
    pen.strength(lit === null ? 1 : 0.3);
    for (const [colour, points] of far) pen.segments(points, { colour, width: 1 / look.zoom });
  }
  for (const [id, node] of scene.nodes) {
    const spot = spots.get(id);
    if (spot === undefined) continue;
    if (spot.x + node.width < look.left || spot.x - node.width > look.right) continue;
    if (spot.y + node.height < look.top || spot.y - node.height > look.bottom) continue;
    pen.strength(look.found !== null && !look.found.has(id) ? 0.2 : node.over ? 0.55 : 1);
    drawNode(pen, node, spot, look);
  }
  pen.strength(1);
}
