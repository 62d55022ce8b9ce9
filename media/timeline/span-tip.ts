/** What is under the pointer. For the keyboard the details say the same. */
import { make } from "../common/dom.js";
import { count, moment } from "../common/words.js";
import { REASONS, REASON_WORDS, reasonOf } from "../wire/states.js";
import { spanWords } from "./details.js";
import type { Lane } from "./lanes.js";
import type { Span, Store, TaskLane } from "./store.js";

/** Of a lane of very many tasks only some are looked at while the pointer moves. */
const TASKS_SEEN = 2000;

export class SpanTip {
  readonly element = make("div", { class: "tooltip", "aria-hidden": "true" });

  constructor() {
    this.hide();
  }

  show(
    store: Store,
    lane: Lane,
    span: Span | null,
    tasks: readonly TaskLane[],
    timeUs: number,
    x: number,
    y: number,
  ): void {
    const lines = span === null ? countLines(store, tasks, timeUs) : [spanWords(store, span)];
    this.element.replaceChildren(
      make("strong", {}, lane.label),
      ...lines.map((line) => make("div", {}, line)),
      make("div", { class: "dim" }, `at ${moment(timeUs)}`),
    );
    this.element.hidden = false;
    const room = this.element.parentElement;
    const { offsetWidth, offsetHeight } = this.element;
    this.element.style.left = `${Math.min(x + 12, (room?.clientWidth ?? 0) - offsetWidth - 8)}px`;
    this.element.style.top = `${Math.min(y + 16, (room?.clientHeight ?? 0) - offsetHeight - 8)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

function countLines(store: Store, tasks: readonly TaskLane[], timeUs: number): string[] {
  const counts = REASONS.map(() => 0);
  for (const task of tasks.slice(0, TASKS_SEEN)) {
    const at = store.changeAt(task, timeUs);
    const reason = at < 0 ? -1 : reasonOf(store.spanAt(task, at)?.state ?? 0);
    if (reason >= 0) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return REASONS.flatMap((reason, i) => {
    const some = counts[i] ?? 0;
    return some === 0
      ? []
      : [`${count(some)} ${REASON_WORDS[reason].replace(/^waits/, some === 1 ? "waits" : "wait")}`];
  });
}
