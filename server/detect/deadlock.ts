/**
 * Deadlock at the drained event loop, or as a dump proves it while the loop still turns.
 *
 * When Node's event loop runs empty, nothing outside of the program's own promises is left that could settle
 * anything: no timer, no socket, no child. A task that waits then waits forever. If the main flow is among
 * those tasks, the program ended with its own work undone, which is what Go calls a deadlock.
 *
 * It is certain, with two exceptions. A task that waits for an unref'd timer let the program end on purpose.
 * And while unref'd timers are pending, one of them may hold the resolver of a bare promise, so a deadlock that
 * rests on a bare promise is then told as not certain.
 *
 * A dump needs no drained loop: it sees that nobody holds what could wake the main flow.
 */
import type { Model } from "../model/model.js";
import type { PrimitiveId, Site, Task } from "../model/task.js";
import { describeWait } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";
import { stuckFinding, stuckSets } from "./stuck-sets.js";

/** How many waits the sentence spells out; the report lists all of them. */
const WAITS_IN_SENTENCE = 6;

export const deadlock: Detector = {
  kind: "deadlock",
  headline: "all tasks are asleep - deadlock!",
  check(model: Model): Finding[] {
    if (model.ofMoment) {
      const dead = stuckSets(model).filter((set) => set.some((task) => task.mainFlow));
      return dead.map((set) => stuckFinding(model, "deadlock", set));
    }
    if (!model.complete || model.exit?.drained !== true) return [];
    const asleep = [...model.liveTasks()].filter((task) => task.wait !== null && !task.wait.unreferenced);
    if (!asleep.some((task) => task.mainFlow)) return [];
    const tasks = mainFlowFirst(asleep);
    return [
      {
        kind: "deadlock",
        certain: !(model.exit.unreferencedTimers && tasks.some((task) => task.wait?.op === "promise")),
        message: sentence(model, tasks),
        tasks: tasks.map((task) => task.id),
        primitives: primitivesOf(tasks),
        sites: tasks.flatMap((task): Site[] => task.stack.slice(0, 1)),
      },
    ];
  },
};

function mainFlowFirst(tasks: readonly Task[]): Task[] {
  return [...tasks.filter((task) => task.mainFlow), ...tasks.filter((task) => !task.mainFlow)];
}

function primitivesOf(tasks: readonly Task[]): PrimitiveId[] {
  return [...new Set(tasks.flatMap((task) => task.wait?.primitives ?? []))];
}

/** "all tasks are asleep: main waits to send on jobs; worker ×3 wait to receive from acks" */
function sentence(model: Model, tasks: readonly Task[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (task.wait === null) continue;
    const words = describeWait(model, task.wait);
    counts.set(`${task.name}\n${words}`, (counts.get(`${task.name}\n${words}`) ?? 0) + 1);
  }
  const waits = [...counts].map(([key, count]) => {
    const [name = "", words = ""] = key.split("\n");
    return count === 1 ? `${name} waits ${words}` : `${name} ×${count.toLocaleString("en-US")} wait ${words}`;
  });
  const rest = waits.length - WAITS_IN_SENTENCE;
  const more = rest > 0 ? `; and ${rest} more` : "";
  return `all tasks are asleep: ${waits.slice(0, WAITS_IN_SENTENCE).join("; ")}${more}`;
}
