/** What all findings about stuck tasks have in common: their parts, and the sentence about who waits for what. */
import type { Model } from "../model/model.js";
import type { PrimitiveId, Site, Task } from "../model/task.js";
import { describeWait } from "../model/words.js";
import type { Finding } from "./finding.js";

/** How many waits the sentence spells out; the report lists all of them. */
const WAITS_IN_SENTENCE = 6;

/** Tasks, primitives and sites of a finding, in the order of the tasks. */
export function partsOf(tasks: readonly Task[]): Pick<Finding, "tasks" | "primitives" | "sites"> {
  return {
    tasks: tasks.map((task) => task.id),
    primitives: primitivesOf(tasks),
    sites: tasks.flatMap((task): Site[] => task.stack.slice(0, 1).map(siteAlone)),
  };
}

/** A frame of a dump has local variables as well. */
export function siteAlone({ file, line, column, function: name }: Site): Site {
  return { file, line, column, function: name };
}

export function mainFlowFirst(tasks: readonly Task[]): Task[] {
  return [...tasks.filter((task) => task.mainFlow), ...tasks.filter((task) => !task.mainFlow)];
}

/** "main waits to send on jobs; worker ×3 wait to receive from acks" */
export function waitsInWords(model: Model, tasks: readonly Task[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (task.wait === null) continue;
    const key = `${task.name}\n${describeWait(model, task.wait)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const waits = [...counts].map(([key, count]) => {
    const [name = "", words = ""] = key.split("\n");
    return count === 1 ? `${name} waits ${words}` : `${name} ×${count.toLocaleString("en-US")} wait ${words}`;
  });
  const rest = waits.length - WAITS_IN_SENTENCE;
  const more = rest > 0 ? `; and ${rest} more` : "";
  return `${waits.slice(0, WAITS_IN_SENTENCE).join("; ")}${more}`;
}

/** " (×120, same sites)" of what happened several times; nothing of what happened once. */
export function timesInWords(count: number): string {
  return count > 1 ? ` (×${count.toLocaleString("en-US")}, same sites)` : "";
}

function primitivesOf(tasks: readonly Task[]): PrimitiveId[] {
  return [...new Set(tasks.flatMap((task) => task.wait?.primitives ?? []))];
}
