/** What the colours and patterns mean. Drawn on small canvases, so that it is the very same ink. */
import { REASONS, REASON_WORDS } from "../wire/states.js";
import { make } from "./dom.js";
import { reasonPatterns } from "./patterns.js";
import { onThemeChange, readTheme } from "./theme.js";

const WIDTH = 22;
const HEIGHT = 10;

export function makeLegend(): HTMLElement {
  const swatches = REASONS.map(() =>
    make("canvas", { width: WIDTH * 2, height: HEIGHT * 2, "aria-hidden": "true" }),
  );
  const paint = (): void => {
    const patterns = reasonPatterns(readTheme());
    swatches.forEach((swatch, reason) => {
      const context = swatch.getContext("2d");
      if (context === null) return;
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.clearRect(0, 0, WIDTH, HEIGHT);
      context.fillStyle = patterns[reason] ?? "";
      context.fillRect(0, 0, WIDTH, HEIGHT);
    });
  };
  paint();
  onThemeChange(paint);
  const rows = REASONS.map((reason, i) => make("li", {}, swatches[i] ?? "", REASON_WORDS[reason]));
  const note = "Running includes waits of less than 10 ms: a recording tells what lasts.";
  const body = make(
    "div",
    { class: "legend-body" },
    make("ul", {}, ...rows),
    make("p", { class: "dim" }, note),
  );
  return make("details", { class: "legend" }, make("summary", {}, "Legend"), body);
}
