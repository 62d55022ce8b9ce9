/**
 * Deadlock: the main flow can never go on.
 *
 * When Node's event loop runs empty, nothing outside of the program's own promises is left that could settle
 * anything: no timer, no socket, no child. A task that waits then waits for ever, and if the main flow is among them
 * the program ended with its own work undone, which is what Go calls a deadlock; all tasks that sleep are then one
 * finding. While the program goes on, the main flow may be in a group of tasks that only wait for each other.
 *
 * It is certain, with two exceptions. A task that waits for an unref'd timer let the program end on purpose, and is
 * not among the stuck. And while unref'd timers are pending, one of them may hold the resolver of a bare promise or emit
 * an event, so a deadlock that rests on one of these is then told as not certain.
 */
import type { Model } from "../model/model.js";
import type { Task } from "../model/task.js";
import type { Detector, Finding } from "./finding.js";
import type { StuckGroup } from "./stuck.js";
import { mainFlowFirst, partsOf, waitsInWords } from "./telling.js";

export const deadlock: Detector = {
  kind: "deadlock",
  headline: (model) =>
    model.exit?.drained === true
      ? "all tasks are asleep - deadlock!"
      : "the main flow can never go on - deadlock!",
  check(model: Model, stuck: readonly StuckGroup[]): Finding[] {
    const groups = stuck.filter((group) => group.ring.length === 0);
    if (!groups.some((group) => group.mainFlow)) return [];
    if (model.exit?.drained === true)
      return [
        allAsleep(
          model,
          groups.flatMap((group) => group.tasks),
        ),
      ];
    return groups.filter((group) => group.mainFlow).map((group) => mainFlowStuck(model, group));
  },
};

function allAsleep(model: Model, asleep: readonly Task[]): Finding {
  const tasks = mainFlowFirst(asleep.filter((task) => !task.abandoned));
  return {
    kind: "deadlock",
    certain: isCertain(model, tasks),
    message: `all tasks are asleep: ${waitsInWords(model, tasks)}`,
    ...partsOf(tasks),
  };
}

function mainFlowStuck(model: Model, group: StuckGroup): Finding {
  const tasks = mainFlowFirst(group.tasks);
  return {
    kind: "deadlock",
    certain: group.certain,
    message: `the main flow can never go on: ${waitsInWords(model, tasks)}`,
    ...partsOf(tasks),
  };
}

/** See the head of the file: what an unref'd timer could still do, and the program when it ends itself. */
export function isCertain(model: Model, tasks: readonly Task[]): boolean {
  if (model.exit?.drained === true && model.exit.byProgram) return false;
  return !(
    model.exit?.unreferencedTimers === true &&
    tasks.some((task) => task.wait?.op === "promise" || task.wait?.op === "event")
  );
}
