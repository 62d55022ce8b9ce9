/** What there is to know of the selected lane, of what it did at the selected time, and of the selected stretch. */
import type { Place } from "../wire/facts.js";
import { isOver, opOfState, REASONS, REASON_WORDS } from "../wire/states.js";
import { button, make } from "../common/dom.js";
import { count, duration, moment, where } from "../common/words.js";
import type { Arrow } from "./arrows.js";
import type { Lane } from "./lanes.js";
import type { TimeWindow } from "./raster.js";
import type { Span, Store, TaskLane } from "./store.js";
import type { Summary } from "./summary.js";

export interface DetailsEvents {
  onOpen(place: Place): void;
  /** The change before (-1) or after (1). */
  onStep(by: -1 | 1): void;
  onTask(id: number): void;
  onToggle(lane: string): void;
}

export interface Selection {
  readonly lane: Lane | null;
  /** Of a lane of one task. */
  readonly task: TaskLane | null;
  readonly span: Span | null;
  readonly arrows: readonly Arrow[];
  readonly range: TimeWindow | null;
  readonly summary: Summary;
  /** What the summary is of: "the whole run", "the selected stretch". */
  readonly of: string;
}

export class Details {
  readonly element = make("section", { class: "inspector", "aria-label": "Selection", tabindex: 0 });
  readonly #events: DetailsEvents;
  #shown = "";

  constructor(events: DetailsEvents) {
    this.#events = events;
  }

  show(store: Store, selection: Selection): void {
    const key = JSON.stringify([
      { ...selection, task: selection.task?.id },
      Math.floor(store.nowUs / 500_000),
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    const focused = document.activeElement?.getAttribute("data-key") ?? null;
    this.element.replaceChildren(
      ...this.#lane(selection),
      ...this.#span(store, selection),
      ...summaryRows(selection),
    );
    if (focused !== null)
      this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #lane({ lane, task }: Selection): HTMLElement[] {
    if (lane === null)
      return [
        make("h2", {}, "All tasks"),
        make("p", { class: "hint" }, "Select a lane, or drag along the axis for a stretch of time."),
      ];
    const { place } = lane;
    const actions: HTMLElement[] = [];
    if (place !== null) {
      const press = (): void => this.#events.onOpen(place);
      actions.push(
        button(
          { label: where(place), title: "Open the line in the editor", press },
          { class: "link", "data-key": "place" },
        ),
      );
    }
    if (lane.kind === "site") {
      const label = lane.open ? "Close" : "Open into tasks";
      const press = (): void => this.#events.onToggle(lane.id);
      actions.push(
        button({ label, title: "A lane for each task", press }, { class: "secondary", "data-key": "toggle" }),
      );
    }
    if (task !== null && task.parent !== 0) {
      const { parent } = task;
      const press = (): void => this.#events.onTask(parent);
      actions.push(
        button(
          { label: `started by #${parent}`, title: "Go to the task that started it", press },
          { class: "link", "data-key": "parent" },
        ),
      );
    }
    return [make("h2", {}, lane.label), make("div", { class: "actions" }, ...actions)];
  }

  #span(store: Store, { task, span, arrows }: Selection): HTMLElement[] {
    if (task === null) return [];
    const steps = make(
      "div",
      { class: "actions" },
      button(
        { label: "Previous", title: "What it did before ([)", press: () => this.#events.onStep(-1) },
        { class: "secondary", "data-key": "previous" },
      ),
      button(
        { label: "Next", title: "What it did after (])", press: () => this.#events.onStep(1) },
        { class: "secondary", "data-key": "next" },
      ),
    );
    if (span === null) return [steps];
    return [
      make("h3", {}, "At that time"),
      make("p", {}, spanWords(store, span)),
      make("p", { class: "dim" }, `from ${moment(span.fromUs)} to ${span.open ? "now" : moment(span.toUs)}`),
      ...this.#peers(store, task, span, arrows),
      steps,
    ];
  }

  #peers(store: Store, task: TaskLane, span: Span, arrows: readonly Arrow[]): HTMLElement[] {
    const values = arrows.filter(({ kind }) => kind === "value");
    if (values.length === 0) return [];
    const others = values.map(({ from, to }) => Number((from === `t${task.id}` ? to : from).slice(1)));
    const verb = opOfState(span.state) === "send" ? "Taken by" : "Sent by";
    const words = others.length === 1 ? verb : `${verb} one of`;
    const links = others.map((id) => {
      const name = store.sites[store.tasks.get(id)?.site ?? -1]?.name ?? "";
      const press = (): void => this.#events.onTask(id);
      return make(
        "li",
        {},
        button(
          { label: `${name} #${id}`, title: "Go to it", press },
          { class: "link", "data-key": `peer-${id}` },
        ),
      );
    });
    return [make("h3", {}, words), make("ul", { class: "tasks" }, ...links)];
  }
}

/** "waits to receive from jobs for 12 ms" */
export function spanWords(store: Store, { state, primitive, fromUs, toUs }: Span): string {
  if (isOver(state)) return "is over";
  const op = opOfState(state);
  const length = duration(toUs - fromUs);
  if (op === null) return `runs, or waits for less than 10 ms at a time, for ${length}`;
  const known = store.primitives.get(primitive);
  const at = known === undefined ? "" : ` at ${known.name === "" ? `a ${known.kind}` : known.name}`;
  return `waits (${op})${at} for ${length}`;
}

function summaryRows({ summary, of }: Selection): HTMLElement[] {
  const { spentUs, totalUs, tasks, waits } = summary;
  if (totalUs <= 0) return [];
  const rows = REASONS.flatMap((reason, i) => {
    const us = spentUs[i] ?? 0;
    if (us <= 0) return [];
    const percent = (us / totalUs) * 100;
    const share = percent < 1 ? "< 1 %" : `${Math.round(percent)} %`;
    return [
      make("dt", { class: `reason reason-${reason}` }, REASON_WORDS[reason]),
      make("dd", {}, `${duration(us)} · ${share}`),
    ];
  });
  const told = `${count(tasks)} ${tasks === 1 ? "task" : "tasks"}, ${count(waits)} ${waits === 1 ? "wait" : "waits"} began`;
  return [
    make("h3", {}, `Time in ${of}`),
    make("dl", { class: "shares" }, ...rows),
    make("p", { class: "dim" }, told),
  ];
}
