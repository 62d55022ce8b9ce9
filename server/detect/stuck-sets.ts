/**
 * Tasks of which a dump has proved that they can never go on, in sets: those that wait for each other or at the
 * same place for the same kind of thing are one set, which is told once.
 */
import type { Model } from "../model/model.js";
import type { PrimitiveId, Site, Task } from "../model/task.js";
import { describeSite, describeWait } from "../model/words.js";
import type { Finding, FindingKind } from "./finding.js";

/** How many waits the sentence spells out; the report lists all of them. */
const WAITS_IN_SENTENCE = 6;

export function stuckSets(model: Model): Task[][] {
  const stuck = [...model.liveTasks()].filter((task) => task.wait?.stuck === true);
  const parents = new Map<number | string, number | string>();
  const rootOf = (key: number | string): number | string => {
    let root = key;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    parents.set(key, root);
    return root;
  };
  const ids = new Set<number>(stuck.map((task) => task.id));
  for (const task of stuck) {
    const joined: (number | string)[] = [likeness(model, task)];
    for (const other of task.wait?.tasks ?? []) if (ids.has(other)) joined.push(other);
    for (const key of joined) parents.set(rootOf(key), rootOf(task.id));
  }
  const sets = new Map<number | string, Task[]>();
  for (const task of stuck) {
    const root = rootOf(task.id);
    const set = sets.get(root);
    if (set === undefined) sets.set(root, [task]);
    else set.push(task);
  }
  return [...sets.values()];
}

export function stuckFinding(model: Model, kind: FindingKind, set: readonly Task[]): Finding {
  const tasks = [...set.filter((task) => task.mainFlow), ...set.filter((task) => !task.mainFlow)];
  return {
    kind,
    certain: true,
    message: sentence(model, tasks),
    tasks: tasks.map((task) => task.id),
    primitives: [...new Set<PrimitiveId>(tasks.flatMap((task) => task.wait?.primitives ?? []))],
    sites: tasks.flatMap((task): Site[] => task.stack.slice(0, 1).map(withoutLocals)),
  };
}

/** A waiting place belongs to one set with all that wait there alike. */
function likeness(model: Model, task: Task): string {
  const wait = task.wait === null ? "" : describeWait(model, task.wait);
  return `${task.name}\n${wait}\n${task.stack.map(describeSite).join("\n")}`;
}

function withoutLocals({ file, line, column, function: name }: Site): Site {
  return { file, line, column, function: name };
}

/** "(main) can never go on: it waits for task load; load can never go on: it waits for a promise that ..." */
function sentence(model: Model, tasks: readonly Task[]): string {
  const counts = new Map<string, { name: string; words: string; count: number }>();
  for (const task of tasks) {
    if (task.wait === null) continue;
    const words = describeWait(model, task.wait);
    const known = counts.get(`${task.name}\n${words}`);
    if (known === undefined) counts.set(`${task.name}\n${words}`, { name: task.name, words, count: 1 });
    else known.count++;
  }
  const waits = [...counts.values()].map(({ name, words, count }) =>
    count === 1 ? `${name} waits ${words}` : `${name} ×${count.toLocaleString("en-US")} wait ${words}`,
  );
  const rest = waits.length - WAITS_IN_SENTENCE;
  const more = rest > 0 ? `; and ${rest} more` : "";
  return `can never go on: ${waits.slice(0, WAITS_IN_SENTENCE).join("; ")}${more}`;
}
