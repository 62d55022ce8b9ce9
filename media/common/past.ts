/** The slider back in time: it moves what every view shows of the run, the tree in VS Code included. */
import type { RunFacts } from "../wire/facts.js";
import { button, make, setText } from "./dom.js";
import type { Host } from "./host.js";
import { clock } from "./words.js";

const STEPS = 1000;

export class PastSlider {
  readonly element: HTMLElement;
  /** What is looked at as; null: now. In microseconds. */
  atUs: number | null = null;
  readonly #host: Host;
  readonly #onMove: () => void;
  readonly #slider = make("input", {
    type: "range",
    min: 0,
    max: STEPS,
    value: STEPS,
    "aria-label": "Look back",
  });
  readonly #words = make("output", {});
  #run: RunFacts | null = null;
  #asking = false;
  #asked: number | null = null;

  constructor(host: Host, onMove: () => void) {
    this.#host = host;
    this.#onMove = onMove;
    const now = button({ label: "Now", title: "Show the run as it is now", press: () => this.to(null) });
    this.element = make(
      "div",
      { class: "past" },
      make("span", { class: "dim" }, "As of"),
      this.#slider,
      this.#words,
      now,
    );
    this.#slider.addEventListener("input", () => {
      const share = Number(this.#slider.value) / STEPS;
      this.to(share >= 1 ? null : share * (this.#run?.nowMs ?? 0) * 1000);
    });
  }

  show(run: RunFacts): void {
    this.#run = run;
    this.element.hidden = !run.canLookBack;
    // While it is being moved, the slider knows better.
    if (!this.#asking && document.activeElement !== this.#slider)
      this.#set(run.pastMs === null ? null : run.pastMs * 1000);
    this.#tell();
  }

  to(atUs: number | null): void {
    this.#set(atUs);
    this.#tell();
    this.#onMove();
    void this.#ask();
  }

  #set(atUs: number | null): void {
    this.atUs = atUs;
    const nowUs = (this.#run?.nowMs ?? 0) * 1000;
    this.#slider.value = `${atUs === null || nowUs <= 0 ? STEPS : (atUs / nowUs) * STEPS}`;
  }

  #tell(): void {
    const words = this.atUs === null ? "now" : clock(this.atUs);
    setText(this.#words, words);
    this.#slider.setAttribute("aria-valuetext", words);
  }

  /** One question at a time; what was passed over meanwhile is not asked for. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      do {
        this.#asked = this.atUs;
        const atMs = this.#asked === null ? null : Math.round(this.#asked / 1000);
        await this.#host.ask<"look">({ kind: "look", atMs });
      } while (this.#asked !== this.atUs);
    } catch {
      // The one who answers may just have ended.
    } finally {
      this.#asking = false;
    }
  }
}
