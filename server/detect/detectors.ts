import type { Model } from "../model/model.js";
import { deadlock } from "./deadlock.js";
import type { Detector, Finding, FindingKind } from "./finding.js";
import { leak } from "./leak.js";

/** Every detector, the most telling kind first. */
const DETECTORS: readonly Detector[] = [deadlock, leak];

const HEADLINES = new Map(DETECTORS.map((detector) => [detector.kind, detector.headline]));

/** Go's words for a kind, as the terminal report opens with. */
export function headlineOf(kind: FindingKind): string {
  return HEADLINES.get(kind) ?? kind;
}

export function findingsOf(model: Model): Finding[] {
  return DETECTORS.flatMap((detector) => detector.check(model));
}
