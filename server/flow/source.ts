import type { RunFacts } from "../../media/wire/facts.js";
import type { Finding } from "../detect/finding.js";
import type { Tasks } from "../model/tasks.js";
import type { History } from "./history.js";
import type { LookBack, Past } from "./look-back.js";
import { fileName } from "../model/words.js";

/** What the pages are told from: a run, live or over, or a dump of a process. */
export interface FlowSource {
  readonly model: Tasks;
  readonly history: History;
  readonly findings: readonly Finding[];
  readonly run: RunFacts;
  /** What it is looked at as; null: as it is. */
  readonly past: Past | null;
}

export function runFacts(
  model: Tasks,
  {
    key,
    how,
    nowMs,
    lookBack = null,
  }: {
    readonly key: string;
    readonly how: string | null;
    readonly nowMs: number;
    readonly lookBack?: LookBack | null;
  },
): RunFacts {
  const script = model.program?.argv[1] ?? model.program?.argv[0] ?? "";
  return {
    key,
    program: fileName(script),
    state: model.ofMoment ? "dump" : how === null ? "live" : "ended",
    how: how ?? "",
    nowMs,
    pastMs: lookBack?.past?.atMs ?? null,
    canLookBack: lookBack !== null,
    dropped: model.counters.dropped,
  };
}
