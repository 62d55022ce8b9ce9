import type { Model } from "../model/model.js";
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

/** Every verdict about the program as the model knows it. When records were lost there is none that needs all. */
export function findingsOf(model: Model): Finding[] {
  const stuck = model.complete ? stuckGroups(model) : [];
  return DETECTORS.flatMap((detector) => detector.check(model, stuck));
}
