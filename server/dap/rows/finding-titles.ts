import type { FindingKind } from "../../detect/finding.js";
import type { FindingTitles } from "../protocol.js";

const TITLES: FindingTitles = {
  deadlock: "Deadlock",
  leak: "Leak",
  "lock-cycle": "Lock cycle",
  "lock-order": "Lock order",
  "lock-across-wait": "Lock across wait",
  "lost-cancel": "Lost cancel",
  unbounded: "Unbounded",
  "stalled-loop": "Stalled loop",
  panic: "Panic",
};

export function titleOf(kind: FindingKind): string {
  return TITLES[kind];
}
