/** The selected lane, what its task did at the selected time, and what leads to it and from it. */
import { arrowsOf, type Arrow } from "./arrows.js";
import { tasksOfLane } from "./lanes.js";
import type { TimeWindow } from "./raster.js";
import type { Span, Store, TaskLane } from "./store.js";

export class Selection {
  /** "s3", "t12" */
  lane: string | null;
  /** Of a lane of one task. */
  span: Span | null = null;
  readonly #store: Store;
  #arrows: readonly Arrow[] = [];
  /** What they are of. */
  #arrowsKey = "";

  constructor(store: Store, lane: string | null) {
    this.#store = store;
    this.lane = lane;
  }

  /** The task of a lane that has only one. */
  get task(): TaskLane | null {
    return this.lane === null ? null : taskOf(this.#store, this.lane);
  }

  /** @param atUs when its task is looked at */
  choose(lane: string, atUs: number): void {
    this.lane = lane;
    const { task } = this;
    this.span = task === null ? null : this.#store.spanAt(task, this.#store.changeAt(task, atUs));
  }

  /** What was selected goes on, or has got an end. */
  renew(): void {
    const { task, span } = this;
    if (task === null) this.span = null;
    else if (span !== null) this.span = this.#store.spanAt(task, this.#store.changeAt(task, span.fromUs));
  }

  /** What its task did before (-1) or after (1). @param elseUs when to begin where no time is selected */
  step(by: -1 | 1, elseUs: number): Span | null {
    const { task, span } = this;
    if (task === null) return null;
    const at = span === null ? this.#store.changeAt(task, elseUs) : span.at + by;
    const next = this.#store.spanAt(task, Math.min(task.changes.length - 1, Math.max(0, at)));
    if (next !== null) this.span = next;
    return next;
  }

  /** What leads to it and from it in this stretch of time. */
  arrowsIn(window: TimeWindow): readonly Arrow[] {
    const { lane, span } = this;
    if (lane === null) return [];
    const { count, handoffs } = this.#store;
    const key = [lane, span?.at, span?.open, window.fromUs, window.toUs, count, handoffs.count].join();
    if (key !== this.#arrowsKey) {
      this.#arrowsKey = key;
      this.#arrows = arrowsOf(this.#store, tasksOfLane(this.#store, lane), span, window);
    }
    return this.#arrows;
  }
}

/** The task of a lane that has only one. */
export function taskOf(store: Store, lane: string): TaskLane | null {
  const [first, second] = tasksOfLane(store, lane);
  return second === undefined ? (first ?? null) : null;
}
