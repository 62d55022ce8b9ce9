import type { Model } from "../model/model.js";
import { MAIN, unitInWords, type Tasks, type Unit } from "../model/tasks.js";
import { deadlock } from "./deadlock.js";
import type { Detector, Finding, FindingKind } from "./finding.js";
import { leak } from "./leak.js";
import { lockAcrossWait } from "./lock-across-wait.js";
import { lockCycle } from "./lock-cycle.js";
import { lockOrder } from "./lock-order.js";
import { lostCancel } from "./lost-cancel.js";
import { panic } from "./panic.js";
import { stalledLoop } from "./stalled-loop.js";
import { stuckGroups } from "./stuck.js";
import { unbounded } from "./unbounded.js";

/** Every detector, the most telling kind first. */
const DETECTORS: readonly Detector[] = [
  lockCycle,
  deadlock,
  leak,
  panic,
  lockOrder,
  lockAcrossWait,
  lostCancel,
  unbounded,
  stalledLoop,
];

/** The kinds that are looked for. */
export const FINDING_KINDS: readonly FindingKind[] = DETECTORS.map(({ kind }) => kind);

const WARNINGS: ReadonlySet<FindingKind> = new Set(
  [lockOrder, lockAcrossWait, lostCancel, unbounded, stalledLoop].map(({ kind }) => kind),
);

/** It tells of a danger, not of harm that is done. */
export function isWarning(kind: FindingKind): boolean {
  return WARNINGS.has(kind);
}

/** What the terminal report opens with. */
export function headlineOf(kind: FindingKind, model: Model): string {
  return DETECTORS.find((detector) => detector.kind === kind)?.headline(model) ?? kind;
}

/**
 * Every verdict about the program as the model knows it, one event loop after the other: a drained worker is not the
 * drained program, and nothing that a task waits for within one loop is in another. When records were lost there is
 * none that needs all.
 *
 * @param nowMs Since the program's start; a program that does nothing tells no time.
 */
export function findingsOf(tasks: Tasks, nowMs = tasks.nowMs): Finding[] {
  return tasks.units.flatMap((unit) => {
    const findings = findingsIn(unit.model, nowMs);
    return unit.id === MAIN ? findings : findings.map((finding) => toldOf(unit, finding));
  });
}

interface Known {
  readonly revision: number;
  readonly nowMs: number;
  readonly findings: Finding[];
}

const known = new WeakMap<Model, Known>();

function findingsIn(model: Model, nowMs: number): Finding[] {
  const last = known.get(model);
  if (last?.revision === model.revision && last.nowMs === nowMs) return last.findings;
  const stuck = model.complete ? stuckGroups(model, nowMs) : [];
  const findings = DETECTORS.flatMap((detector) => detector.check(model, stuck, nowMs));
  known.set(model, { revision: model.revision, nowMs, findings });
  return findings;
}

function toldOf(unit: Unit, finding: Finding): Finding {
  return { ...finding, unit: unit.id, message: `${unitInWords(unit)}: ${finding.message}` };
}
