/**
 * Lock cycle: tasks that wait for each other's locks in a ring, whoever else waits and whatever else goes on. A task
 * that locks again what it holds is a ring of one; a reader that locks again behind a waiting writer is one with it.
 * It is certain the moment the ring closes: each lock is given back only by a task of the ring.
 */
import type { Model } from "../model/model.js";
import type { Task } from "../model/task.js";
import { primitiveName } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";
import type { StuckGroup } from "./stuck.js";
import { partsOf } from "./telling.js";

export const lockCycle: Detector = {
  kind: "lock-cycle",
  headline: () => "tasks wait for each other's locks - deadlock!",
  check(model: Model, stuck: readonly StuckGroup[]): Finding[] {
    return stuck.filter((group) => group.ring.length > 0).map((group) => findingOf(model, group));
  },
};

/** "A holds accounts and waits for ledger; B holds ledger and waits for accounts; 14 tasks queue behind" */
function findingOf(model: Model, { ring, tasks, certain }: StuckGroup): Finding {
  const behind = tasks.length - ring.length;
  const sentence = ring.map((task) => partInWords(model, task)).join("; ");
  const queue = behind === 0 ? "" : `; ${behind} ${behind === 1 ? "task queues" : "tasks queue"} behind`;
  return { kind: "lock-cycle", certain, message: `${sentence}${queue}`, ...partsOf(ring) };
}

function partInWords(model: Model, task: Task): string {
  const wanted = task.wait?.primitive ?? null;
  const held = [...model.primitives()].filter(
    ({ id, holders }) => holders.includes(task.id) && id !== wanted,
  );
  const wantedLock = wanted === null ? undefined : model.primitive(wanted);
  const name = primitiveName(wantedLock);
  if (wantedLock?.holders.includes(task.id) === true)
    return `${task.name} holds ${name} and waits for it again`;
  if (held.length === 0) return `${task.name} waits for ${name}`;
  return `${task.name} holds ${held.map(primitiveName).join(", ")} and waits for ${name}`;
}
