/**
 * Lost cancel: the work that a context was made for is over, the context is not, and nobody is left who could end it.
 * Until its parent ends or its time has passed the parent holds on to it, and a timer keeps the program alive.
 *
 * That its `cancel` is gone is proved by a collection; that it was wanted is not: never certain. A context that ended
 * soon after by itself did no harm, and one at which a task still waits is in use.
 */
import type { Model } from "../model/model.js";
import type { Primitive } from "../model/task.js";
import { describeSite, primitiveName } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";
import { groupedBy } from "./grouped.js";
import { timesInWords } from "./telling.js";

/** So long may one stay open without a finding. */
const HARMLESS_MS = 500;

export const lostCancel: Detector = {
  kind: "lost-cancel",
  headline: () => "contexts that nobody can cancel any more",
  check(model: Model): Finding[] {
    const orphans = [...model.primitives()].filter(isHarmful);
    if (orphans.length === 0) return [];
    const used = new Set([...model.liveTasks()].flatMap(({ wait }) => wait?.primitives ?? []));
    const lost = orphans.filter(({ id }) => !used.has(id));
    const alike = groupedBy(lost, ({ created, name }) => `${created && describeSite(created)} ${name}`);
    return alike.map(findingOf);
  },
};

function isHarmful({ orphanedMs, closedMs }: Primitive): boolean {
  return orphanedMs !== null && (closedMs === null || closedMs - orphanedMs > HARMLESS_MS);
}

function findingOf(contexts: readonly Primitive[]): Finding {
  const [first] = contexts;
  const created = first?.created ?? null;
  return {
    kind: "lost-cancel",
    certain: false,
    message: `the work of ${primitiveName(first)} is over, and its cancel was never called${timesInWords(contexts.length)}`,
    tasks: [],
    primitives: contexts.map(({ id }) => id),
    sites: created === null ? [] : [created],
  };
}
