/** How tasks spent a stretch of time. */
import { REASONS, reasonOf } from "../wire/states.js";
import type { TimeWindow } from "./raster.js";
import type { Store, TaskLane } from "./store.js";

export interface Summary {
  /** Microseconds of tasks by reason, in the order of `REASONS`. */
  readonly spentUs: readonly number[];
  readonly totalUs: number;
  /** Tasks that lived in it. */
  readonly tasks: number;
  /** Waits that began in it. */
  readonly waits: number;
}

export function summaryOf(store: Store, tasks: readonly TaskLane[], { fromUs, toUs }: TimeWindow): Summary {
  const spentUs = REASONS.map(() => 0);
  let [lived, waits] = [0, 0];
  for (const lane of tasks) {
    let lives = false;
    for (let at = Math.max(0, store.changeAt(lane, fromUs)); at < lane.changes.length; at++) {
      const span = store.spanAt(lane, at);
      if (span === null || span.fromUs >= toUs) break;
      const reason = reasonOf(span.state);
      if (reason < 0) continue;
      const us = Math.min(span.toUs, toUs) - Math.max(span.fromUs, fromUs);
      if (us <= 0) continue;
      lives = true;
      spentUs[reason] = (spentUs[reason] ?? 0) + us;
      if (reason > 0 && span.fromUs >= fromUs) waits++;
    }
    if (lives) lived++;
  }
  return { spentUs, totalUs: spentUs.reduce((sum, us) => sum + us, 0), tasks: lived, waits };
}
