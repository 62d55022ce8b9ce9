/**
 * Ten thousand workers that wait at the same line for the same channel are one fact, and are told as one row.
 * Tasks are alike when a reader could not tell their rows apart: same name, same words, same place.
 *
 * In a hot program the tracer knows the place of some tasks only. Those of unknown place are taken for alike to
 * the known ones as long as all of those stand at one place; else they are a group of their own.
 */
import { groupsBy } from "../../detect/grouped.js";
import type { Tasks } from "../../model/tasks.js";
import type { Task, Wait } from "../../model/task.js";
import { describeSite } from "../../model/words.js";
import type { Place } from "../protocol.js";
import { FoldPlaces } from "./fold-places.js";

export type Entry = SingleTask | Fold;

export interface SingleTask {
  readonly kind: "task";
  readonly task: Task;
}

export interface Fold {
  readonly kind: "fold";
  readonly key: string;
  /** In the order of the tasks given. */
  readonly tasks: readonly [Task, ...Task[]];
}

/** Each fold stands where its first task would, or did: the end of one must not move a thousand. */
export function foldAlike(
  model: Tasks,
  tasks: readonly Task[],
  foldable: (task: Task) => boolean = () => true,
  places: FoldPlaces = new FoldPlaces(),
): Entry[] {
  if (tasks.length < places.foldFrom) {
    places.keep([]);
    return tasks.map((task) => ({ kind: "task", task }));
  }
  const entries: Entry[] = [];
  const sameWords = groupsBy(tasks.filter(foldable), (task) => wordsKey(model, task));
  for (const [words, group] of sameWords) {
    for (const [place, alike] of byPlace(group)) {
      entries.push(...entriesOf(`${words}\n${place}`, alike, places));
    }
  }
  for (const task of tasks) if (!foldable(task)) entries.push({ kind: "task", task });
  places.keep(entries);
  return entries.sort((a, b) => places.of(a) - places.of(b));
}

type Group = [Task, ...Task[]];

/** One known place at most: then the key has none, and stays the same when the place becomes known. */
function byPlace(group: Group): Map<string, Group> {
  const places = groupsBy(group, placeKey);
  const known = places.size - (places.has("") ? 1 : 0);
  return known <= 1 ? new Map([["", group]]) : places;
}

function entriesOf(key: string, tasks: Group, places: FoldPlaces): Entry[] {
  if (places.folds(key, tasks.length)) return [{ kind: "fold", key, tasks }];
  return tasks.map((task) => ({ kind: "task", task }));
}

/** The task that stands for all of a fold: one whose place is known, if any is. */
export function exampleOf(fold: Fold): Task {
  return fold.tasks.find((task) => task.stack.length > 0) ?? fold.tasks.find(placeOf) ?? fold.tasks[0];
}

/** Where a task is: the await it is at, or while that is not known, or it runs, where it was started. */
export function placeOf(task: Task): Place | null {
  const [here] = task.stack;
  if (here !== undefined) return { site: here, kind: "here" };
  const [start] = task.created;
  return start === undefined ? null : { site: start, kind: "start" };
}

// A task's snapshot never changes, so neither do its keys.
const wordsKeys = new WeakMap<Task, string>();

function wordsKey(model: Tasks, task: Task): string {
  let key = wordsKeys.get(task);
  if (key === undefined) {
    key = `${task.name}\n${task.wait === null ? task.state : waitKey(model, task.wait)}`;
    wordsKeys.set(task, key);
  }
  return key;
}

/** Empty when the place is not known. A wait is at its await only: where it was started tells something else. */
function placeKey(task: Task): string {
  const site = task.wait === null ? placeOf(task)?.site : task.stack[0];
  return site === undefined ? "" : describeSite(site);
}

/**
 * The words of a wait without its numbers: the fill of a channel changes all the time, each task has its own
 * timer, and a reply channel made for each request is still "reply".
 */
export function waitKey(model: Tasks, wait: Wait): string {
  const primitives = wait.primitives.map((id) => {
    const primitive = model.primitive(id);
    return primitive === undefined ? "?" : `${primitive.kind} ${primitive.name}`;
  });
  const task = wait.task === null ? "" : (model.task(wait.task)?.name ?? "");
  return `${wait.op} ${primitives.join(",")} ${task} ${wait.members}`;
}
