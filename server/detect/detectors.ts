import type { Model } from "../model/model.js";
import { MAIN, unitInWords, type Tasks, type Unit } from "../model/tasks.js";
import { deadlock } from "./deadlock.js";
import type { Detector, Finding, FindingKind } from "./finding.js";
import { leak } from "./leak.js";
import { lockCycle } from "./lock-cycle.js";
import { lockOrder } from "./lock-order.js";
import { panic } from "./panic.js";
import { stuckGroups } from "./stuck.js";

/** Every detector, the most telling kind first. */
const DETECTORS: readonly Detector[] = [lockCycle, deadlock, leak, panic, lockOrder];

/** What the terminal report opens with. */
export function headlineOf(kind: FindingKind, model: Model): string {
  return DETECTORS.find((detector) => detector.kind === kind)?.headline(model) ?? kind;
}

/**
 * Every verdict about the program as the model knows it, one event loop after the other: a drained worker is not the
 * drained program, and nothing that a task waits for within one loop is in another. When records were lost there is
 * none that needs all.
 */
export function findingsOf({ units }: Tasks): Finding[] {
  return units.flatMap((unit) => {
    const findings = findingsIn(unit.model);
    return unit.id === MAIN ? findings : findings.map((finding) => toldOf(unit, finding));
  });
}

const known = new WeakMap<Model, { readonly revision: number; readonly findings: Finding[] }>();

function findingsIn(model: Model): Finding[] {
  const last = known.get(model);
  if (last?.revision === model.revision) return last.findings;
  const stuck = model.complete ? stuckGroups(model) : [];
  const findings = DETECTORS.flatMap((detector) => detector.check(model, stuck));
  known.set(model, { revision: model.revision, findings });
  return findings;
}

function toldOf(unit: Unit, finding: Finding): Finding {
  return { ...finding, unit: unit.id, message: `${unitInWords(unit)}: ${finding.message}` };
}
