/** What each reason looks like without its colour: strokes over its area, in tiles of eight pixels. */
import { REASONS, type Reason } from "../wire/states.js";
import type { Theme } from "./theme.js";

const TILE = 8;

/** How strong the colour is below the strokes, and in them: a picture of nothing but waits should be quiet. */
const GROUND = 0.4;
const STROKE = 0.85;

/** Lines in a tile, each from one point to another. */
const STROKES: Readonly<Record<Reason, readonly (readonly [number, number, number, number])[]>> = {
  running: [],
  send: [
    [-2, 10, 10, -2],
    [-2, 2, 2, -2],
    [6, 10, 10, 6],
  ],
  receive: [
    [-2, -2, 10, 10],
    [-2, 6, 2, 10],
    [6, -2, 10, 2],
  ],
  lock: [
    [-2, -2, 10, 10],
    [-2, 10, 10, -2],
  ],
  tasks: [
    [2, 0, 2, 8],
    [6, 0, 6, 8],
  ],
  timer: [
    [0, 2, 8, 2],
    [0, 6, 8, 6],
  ],
  io: [
    [1, 2, 3, 2],
    [5, 6, 7, 6],
  ],
  promise: [
    [0, 4, 8, 4],
    [4, 0, 4, 8],
  ],
};

/** Running is the plain colour: what goes on should be calm, and what waits be told apart. */
export function reasonPatterns(theme: Theme): readonly (CanvasPattern | string)[] {
  return REASONS.map((reason) => {
    const strokes = STROKES[reason];
    if (strokes.length === 0) return theme.reasons[reason];
    const tile = document.createElement("canvas");
    tile.width = TILE;
    tile.height = TILE;
    const pen = tile.getContext("2d");
    if (pen === null) return theme.reasons[reason];
    pen.fillStyle = theme.reasons[reason];
    pen.globalAlpha = GROUND;
    pen.fillRect(0, 0, TILE, TILE);
    pen.globalAlpha = STROKE;
    pen.strokeStyle = theme.reasons[reason];
    pen.lineWidth = 1.5;
    for (const [x1, y1, x2, y2] of strokes) {
      pen.beginPath();
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
      pen.stroke();
    }
    return pen.createPattern(tile, "repeat") ?? theme.reasons[reason];
  });
}

/** The same for a vector picture. */
export function reasonPatternSvg(reason: Reason, theme: Theme): string {
  const colour = theme.reasons[reason];
  const lines = STROKES[reason]
    .map(([x1, y1, x2, y2]) => `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${colour}" stroke-width="1.5"/>`)
    .join("");
  const opacity = STROKES[reason].length === 0 ? 1 : GROUND;
  return (
    `<pattern id="reason-${reason}" width="${TILE}" height="${TILE}" patternUnits="userSpaceOnUse">` +
    `<rect width="${TILE}" height="${TILE}" fill="${colour}" fill-opacity="${opacity}"/>${lines}</pattern>`
  );
}
