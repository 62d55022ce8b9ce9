/** The buttons above the graph, and the keys that do the same. */
import { button, choice, toggle } from "../common/dom.js";
import type { Fold } from "./scene.js";

/** What the user can do by button or key. */
export interface GraphActions {
  fold(by: Fold): void;
  toggleTopology(): void;
  togglePause(): void;
  tidy(): void;
  fit(): void;
  /** Around the middle. */
  zoomBy(factor: number): void;
  save(kind: "svg" | "png"): void;
  showTimeline(): void;
  search(): void;
  /** What is selected is selected no more. */
  escape(): void;
}

const ZOOM = 1.3;

const FOLDS: Readonly<Record<Fold, string>> = { sites: "By line", files: "By file", packages: "By package" };

export class GraphToolbar {
  readonly elements: readonly HTMLElement[];
  readonly #topology: HTMLButtonElement;
  readonly #pause: HTMLButtonElement;

  constructor(actions: GraphActions, folded: Fold, topology: boolean) {
    this.#topology = toggle(
      {
        label: "Topology",
        title: "Show Topology: only channels and who uses them, with a warning of rings",
        press: () => actions.toggleTopology(),
      },
      topology,
    );
    this.#pause = toggle(
      {
        label: "Pause",
        title: "Stop following the program, and go on",
        press: () => actions.togglePause(),
      },
      false,
    );
    const out = { label: "−", title: "Zoom out (-)", press: () => actions.zoomBy(1 / ZOOM) };
    const closer = { label: "+", title: "Zoom in (+)", press: () => actions.zoomBy(ZOOM) };
    this.elements = [
      choice("Boxes", FOLDS, folded, (by) => actions.fold(by)),
      this.#topology,
      this.#pause,
      button({ label: "Tidy", title: "Lay out all boxes anew", press: () => actions.tidy() }),
      button({ label: "Fit", title: "Show the whole graph (0)", press: () => actions.fit() }),
      button(out, { "aria-label": "Zoom out" }),
      button(closer, { "aria-label": "Zoom in" }),
      button({ label: "SVG", title: "Save the graph as SVG", press: () => actions.save("svg") }),
      button({ label: "PNG", title: "Save the graph as PNG", press: () => actions.save("png") }),
      button({
        label: "Timeline",
        title: "Show the timeline of this run",
        press: () => actions.showTimeline(),
      }),
    ];
  }

  set topology(on: boolean) {
    this.#topology.setAttribute("aria-pressed", `${on}`);
  }

  set paused(on: boolean) {
    this.#pause.setAttribute("aria-pressed", `${on}`);
  }
}

export function graphKeys(actions: GraphActions): Readonly<Record<string, () => void>> {
  return {
    "0": () => actions.fit(),
    "+": () => actions.zoomBy(ZOOM),
    "=": () => actions.zoomBy(ZOOM),
    "-": () => actions.zoomBy(1 / ZOOM),
    "/": () => actions.search(),
    Escape: () => actions.escape(),
  };
}
