/** What there is to know of the selected lane, of what it did at the selected time, and of the selected stretch. */
import type { Place } from "../wire/facts.js";
import { isOver, opOfState, REASONS, REASON_WORDS } from "../wire/states.js";
import { button, make } from "../common/dom.js";
import { refresh } from "../common/refresh.js";
import { count, duration, moment, where } from "../common/words.js";
import { endOf, guesses, type Arrow } from "./arrows.js";
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
  /** What was handed on, to its tasks or by them, while that went on. */
  readonly handedOn: readonly Arrow[];
  readonly range: TimeWindow | null;
  readonly summary: Summary;
  /** What the summary is of: "the whole run", "the selected stretch". */
  readonly of: string;
}

/** The latest of what was handed on; the canvas shows more. */
const HANDED_ON_LISTED = 8;

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
    refresh(
      this.element,
      ...this.#lane(selection),
      ...this.#span(store, selection),
      ...this.#handedOn(store, selection),
      ...summaryRows(selection),
    );
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

  #span(store: Store, { task, span }: Selection): HTMLElement[] {
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
      ...this.#end(store, task, span),
      steps,
    ];
  }

  /** Who ended the wait, or who may have. */
  #end(store: Store, task: TaskLane, span: Span): HTMLElement[] {
    const end = endOf(store, task, span);
    const ways = end === null ? guesses(store, task, span) : [end];
    if (ways.length === 0) return [];
    const verb = opOfState(span.state) === "send" ? "Taken by" : "Woken by";
    const rows = ways.map(({ from, to }) => this.#taskRow(store, from === task.id ? to : from, "end"));
    const words = rows.length === 1 ? verb : `${verb} one of`;
    return [make("h3", {}, words), make("ul", { class: "tasks" }, ...rows)];
  }

  /** The arrows of the canvas in words. */
  #handedOn(store: Store, { lane, task, handedOn }: Selection): HTMLElement[] {
    const told = handedOn.filter(({ certain }) => certain);
    if (lane === null || told.length === 0) return [];
    const site = lane.kind === "site" && task === null ? Number(lane.id.slice(1)) : null;
    const rows = told.slice(-HANDED_ON_LISTED).map((arrow, i) => {
      const gives = site === null ? arrow.from === task?.id : store.tasks.get(arrow.from)?.site === site;
      const through = nameOf(store, arrow.primitive);
      const via = through === "" ? "" : ` · ${through}`;
      const other = gives ? arrow.to : arrow.from;
      const after = `${via} · ${moment(arrow.toUs)}`;
      return this.#taskRow(store, other, `handed-${i}`, gives ? "to " : "from ", after);
    });
    const more = told.length - rows.length;
    return [
      make("h3", {}, "Handed on"),
      make("ul", { class: "tasks" }, ...rows),
      ...(more > 0 ? [make("p", { class: "dim" }, `and ${count(more)} before`)] : []),
    ];
  }

  #taskRow(store: Store, id: number, key: string, before = "", after = ""): HTMLElement {
    const name = store.sites[store.tasks.get(id)?.site ?? -1]?.name ?? "";
    const press = (): void => this.#events.onTask(id);
    const parts = { label: `${name} #${id}`, title: "Go to it", press };
    return make("li", {}, before, button(parts, { class: "link", "data-key": `${key}-${id}` }), after);
  }
}

/** "waits to receive from jobs for 12 ms" */
export function spanWords(store: Store, { state, primitive, fromUs, toUs }: Span): string {
  if (isOver(state)) return "is over";
  const op = opOfState(state);
  const length = duration(toUs - fromUs);
  if (op === null) return `runs, or waits for less than 10 ms at a time, for ${length}`;
  const name = nameOf(store, primitive);
  return `waits (${op})${name === "" ? "" : ` at ${name}`} for ${length}`;
}

/** "jobs", "a channel"; empty where nothing is known of it. */
function nameOf({ primitives }: Store, id: number): string {
  const known = primitives.get(id);
  if (known === undefined) return "";
  return known.name === "" ? `a ${known.kind}` : known.name;
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
