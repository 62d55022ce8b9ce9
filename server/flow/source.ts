import type { RunFacts } from "../../media/wire/facts.js";
import type { Finding } from "../detect/finding.js";
import type { Tasks } from "../model/tasks.js";
import type { History } from "./history.js";

/** What the pages are told from: a run, live or over, or a dump of a process. */
export interface FlowSource {
  readonly model: Tasks;
  readonly history: History;
  readonly findings: readonly Finding[];
  readonly run: RunFacts;
}

/** Of a run before its program has told who it is. */
export const NO_RUN: RunFacts = {
  key: "",
  program: "",
  state: "none",
  how: "",
  nowMs: 0,
  dropped: 0,
};

export function runFacts(
  model: Tasks,
  { key, how, nowMs }: { readonly key: string; readonly how: string | null; readonly nowMs: number },
): RunFacts {
  const script = model.program?.argv[1] ?? model.program?.argv[0] ?? "";
  return {
    key,
    program: script.split(/[\\/]/).at(-1) ?? "",
    state: model.ofMoment ? "dump" : how === null ? "live" : "ended",
    how: how ?? "",
    nowMs,
    dropped: model.counters.dropped,
  };
}
