import { isWarning } from "../../detect/detectors.js";
import type { Finding } from "../../detect/finding.js";
import type { Tasks } from "../../model/tasks.js";
import type { TaskId } from "../../model/task.js";
import type { BusyThread } from "../../session/busy-threads.js";
import type { Age } from "../protocol.js";

/** What rows are computed from: a model, its findings, and whether time still goes on in it. */
export interface Moment {
  readonly model: Tasks;
  readonly findings: readonly Finding[];
  /** Tasks that a finding names which is no mere warning. */
  readonly stuck: ReadonlySet<TaskId>;
  readonly ended: boolean;
  /** A debugger holds the program: its time stands still. */
  readonly held: boolean;
  /** Milliseconds since the program's start. */
  readonly nowMs: number;
  /** Threads that do not come round to their event loop. */
  readonly busy: readonly BusyThread[];
}

export function momentOf(
  model: Tasks,
  findings: readonly Finding[],
  ended: boolean,
  nowMs = model.nowMs,
  held = false,
  busy: readonly BusyThread[] = [],
): Moment {
  const verdicts = findings.filter(({ kind }) => !isWarning(kind));
  const stuck = new Set(verdicts.flatMap(({ tasks }) => tasks));
  return { model, findings, stuck, ended, held, nowMs, busy };
}

/** A dump cannot tell since when. @param fromMs since the program's start */
export function ageSince(moment: Moment, fromMs: number, oldestOf = 1): Age | null {
  const { model, ended, held, nowMs } = moment;
  if (model.ofMoment) return null;
  if (ended) return { kind: "lasted", ms: Math.max(0, model.nowMs - fromMs), oldestOf };
  if (held) return { kind: "lasted", ms: Math.max(0, nowMs - fromMs), oldestOf };
  if (model.program === null) return null;
  return { kind: "since", epochMs: model.program.startedAtMs + fromMs, oldestOf };
}
