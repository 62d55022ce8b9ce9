import type { Model } from "../model/model.js";
import type { PrimitiveId, Site, TaskId } from "../model/task.js";

export type FindingKind = "deadlock" | "leak";

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
}

/** One kind of verdict: when it holds, and how it is told. */
export interface Detector {
  readonly kind: FindingKind;
  /** Go's word for it, as the terminal report opens with: "fatal: all tasks are asleep - deadlock!". */
  readonly headline: string;
  check(model: Model): Finding[];
}
