/** What both pages have around their canvas: a bar of controls, a side with the list, a line for what is the matter. */
import type { RunFacts } from "../wire/facts.js";
import { make, setText, toggle } from "./dom.js";
import { Announcer } from "./announcer.js";
import { count, clock } from "./words.js";

export class Frame {
  readonly bar = make("div", { class: "bar", role: "toolbar", "aria-label": "Controls" });
  readonly stage = make("main", { class: "stage" });
  readonly side = make("aside", { class: "side", "aria-label": "List and details" });
  readonly announcer = new Announcer();
  readonly #below = make("section", { class: "below", "aria-label": "Legend and time" });
  readonly #run = make("span", { class: "run" });
  readonly #notice = make("div", { class: "notice", role: "note" });
  readonly #empty = make("div", { class: "empty" });
  readonly #sideToggle: HTMLButtonElement;
  #sideOpen = true;

  /** @param title of the page, as its heading */
  constructor(title: string, onSide: (open: boolean) => void) {
    this.#sideToggle = toggle(
      {
        label: "List",
        title: "Show or hide the list beside the picture",
        press: () => {
          this.sideOpen = !this.#sideOpen;
          onSide(this.#sideOpen);
        },
      },
      true,
    );
    this.#notice.hidden = true;
    this.stage.append(this.#empty);
    this.stage.append(this.announcer.element);
    const middle = make("div", { class: "middle" }, this.stage, this.#below);
    const body = make("div", { class: "body" }, middle, this.side);
    const heading = make("h1", { class: "unseen" }, `Sluice ${title}`);
    const header = make("header", {}, heading, this.bar, this.#notice);
    document.body.append(header, body);
  }

  /** Ends the bar, with what both pages have there. */
  finishBar(): void {
    this.bar.append(make("span", { class: "grow" }), this.#run, this.#sideToggle);
    keepOneTabStop(this.bar);
  }

  /** Stands below the picture. */
  below(...elements: readonly HTMLElement[]): void {
    this.#below.append(...elements);
  }

  set sideOpen(open: boolean) {
    this.#sideOpen = open;
    this.side.hidden = !open;
    this.#sideToggle.setAttribute("aria-pressed", `${open}`);
  }

  get sideOpen(): boolean {
    return this.#sideOpen;
  }

  showRun({ state, program, how, dropped, pastMs }: RunFacts, paused: boolean): void {
    const now = state === "live" ? (paused ? "paused" : "live") : state === "dump" ? "as of the dump" : how;
    const words = pastMs === null ? now : `as of ${clock(pastMs * 1000)}`;
    setText(this.#run, program === "" ? "" : `${program} · ${words}`);
    this.#run.className = `run ${state === "live" && !paused && pastMs === null ? "live" : ""}`;
    if (dropped > 0) this.notice(`${count(dropped)} records were lost: some of it is missing here.`);
  }

  /** Empty takes it away. */
  notice(text: string): void {
    this.#notice.hidden = text === "";
    setText(this.#notice, text);
  }

  /** What to say where there is nothing to draw; empty when there is. */
  empty(text: string): void {
    this.#empty.hidden = text === "";
    setText(this.#empty, text);
  }
}

/** As in every toolbar: one stop of the Tab key, arrows within. */
function keepOneTabStop(bar: HTMLElement): void {
  const controls = (): HTMLElement[] => [...bar.querySelectorAll<HTMLElement>("button, input, select")];
  const focusable = (current: HTMLElement | undefined): void => {
    for (const one of controls()) one.tabIndex = one === current ? 0 : -1;
  };
  focusable(controls()[0]);
  bar.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLElement) focusable(event.target);
  });
  bar.addEventListener("keydown", (event) => {
    const { target } = event;
    // Within a text field the arrows are the text's; Tab leaves it.
    const inText = target instanceof HTMLInputElement && target.type !== "checkbox";
    const inSelect = target instanceof HTMLSelectElement;
    if ((inText && target.value !== "") || !(target instanceof HTMLElement)) return;
    const all = controls();
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || (inSelect && event.altKey)) return;
    event.preventDefault();
    all[(all.indexOf(target) + step + all.length) % all.length]?.focus();
  });
}
