/** The buttons above the timeline, and the keys that do the same. */
import { button, toggle } from "../common/dom.js";

/** What the user can do by button or key. */
export interface TimelineActions {
  fit(): void;
  /** Around the middle. */
  zoomBy(factor: number): void;
  /** By a share of what is seen. */
  panBy(share: number): void;
  step(by: -1 | 1): void;
  toggleFollow(): void;
  summarize(): void;
  search(): void;
  showGraph(): void;
  /** Whatever is chosen is chosen no more. */
  escape(): void;
}

const ZOOM = 1.5;
const PAN = 1 / 5;

/** The toggle comes first: it shows whether the program is followed. */
export function timelineButtons(actions: TimelineActions): [HTMLButtonElement, ...HTMLButtonElement[]] {
  return [
    toggle(
      {
        label: "Follow",
        title: "Follow the program: off, the picture stands still",
        press: () => actions.toggleFollow(),
      },
      true,
    ),
    button({ label: "Whole run", title: "Show the whole run (0)", press: () => actions.fit() }),
    button(
      { label: "−", title: "Zoom out (-)", press: () => actions.zoomBy(1 / ZOOM) },
      { "aria-label": "Zoom out" },
    ),
    button(
      { label: "+", title: "Zoom in (+)", press: () => actions.zoomBy(ZOOM) },
      { "aria-label": "Zoom in" },
    ),
    button({
      label: "Summarize",
      title: "Sum up the stretch that is seen; drag along the axis for another one",
      press: () => actions.summarize(),
    }),
    button({ label: "Graph", title: "Show the graph of this run", press: () => actions.showGraph() }),
  ];
}

export function timelineKeys(actions: TimelineActions): Readonly<Record<string, () => void>> {
  return {
    "0": () => actions.fit(),
    "+": () => actions.zoomBy(ZOOM),
    "=": () => actions.zoomBy(ZOOM),
    "-": () => actions.zoomBy(1 / ZOOM),
    a: () => actions.panBy(-PAN),
    d: () => actions.panBy(PAN),
    "[": () => actions.step(-1),
    "]": () => actions.step(1),
    "/": () => actions.search(),
    Escape: () => actions.escape(),
  };
}
