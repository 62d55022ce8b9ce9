/**
 * Lock order: two locks that are taken in both orders. Two tasks that do so at the same time wait for each other for
 * ever, even if it has not happened in this run. A third lock that is held both times (a gate) makes it harmless.
 */
import type { Model } from "../model/model.js";
import type { LockOrder } from "../model/task.js";
import { describeSite, primitiveName } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";

export const lockOrder: Detector = {
  kind: "lock-order",
  headline: () => "locks taken in both orders",
  check(model: Model): Finding[] {
    const findings: Finding[] = [];
    const told = new Set<string>();
    model.lockOrders.forEach((first, index) => {
      const second = model.lockOrders.slice(index + 1).find((other) => isReverse(first, other));
      const pair = [first.held, first.taken].sort((a, b) => a - b).join(" ");
      if (second === undefined || told.has(pair)) return;
      told.add(pair);
      findings.push(findingOf(model, first, second));
    });
    return findings;
  },
};

/** Taken the other way round by another task, with no lock in common that keeps the two apart. */
function isReverse(first: LockOrder, second: LockOrder): boolean {
  if (first.held !== second.taken || first.taken !== second.held || first.task === second.task) return false;
  return !first.gates.some((gate) => second.gates.includes(gate));
}

function findingOf(model: Model, first: LockOrder, second: LockOrder): Finding {
  const tasks = [first, second].flatMap(({ task }) => task ?? []);
  return {
    kind: "lock-order",
    certain: false,
    message: `${inWords(model, first)}; ${inWords(model, second)}`,
    tasks,
    primitives: [first.held, first.taken],
    sites: [first, second].flatMap(({ site }) => site ?? []),
  };
}

function inWords(model: Model, { task, held, taken, site }: LockOrder): string {
  const who = task === null ? "a task" : (model.task(task)?.name ?? "a task");
  const where = site === null ? "" : ` at ${describeSite(site)}`;
  return `${who} takes ${primitiveName(model.primitive(taken))} while it holds ${primitiveName(model.primitive(held))}${where}`;
}
