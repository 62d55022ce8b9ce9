import type { Model } from "../model/model.js";
import type { PrimitiveId, Site, TaskId } from "../model/task.js";
import type { UnitId } from "../model/tasks.js";
import type { StuckGroup } from "./stuck.js";

/** The kinds that a detector finds today. */
export type FindingKind =
  | "deadlock"
  | "leak"
  | "lock-cycle"
  | "lock-order"
  | "lock-across-wait"
  | "lost-cancel"
  | "unbounded"
  | "stalled-loop"
  | "panic";

/** A verdict about a run. */
export interface Finding {
  readonly kind: FindingKind;
  /** Proved, not guessed. */
  readonly certain: boolean;
  /** One sentence that names the tasks, the primitives, and why nobody can go on. */
  readonly message: string;
  readonly tasks: readonly TaskId[];
  readonly primitives: readonly PrimitiveId[];
  /** Where the tasks are blocked, in the order of `tasks`; a task of unknown site has none. */
  readonly sites: readonly Site[];
  /** The worker or child process that it is about; absent for the main process. */
  readonly unit?: UnitId;
}

/** One kind of verdict: when it holds, and how it is told. */
export interface Detector {
  readonly kind: FindingKind;
  /** What the terminal report opens with; for a deadlock Go's own words. */
  headline(model: Model): string;
  /**
   * `stuck`: the groups of tasks that can never go on; a detector takes those that are of its kind. `nowMs`: the time to
   * which waits are counted, since the program's start.
   */
  check(model: Model, stuck: readonly StuckGroup[], nowMs: number): Finding[];
}
