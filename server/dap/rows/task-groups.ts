/**
 * The tasks grouped by where they stand, by their state, or by what they wait for. Groups are in an order of their own,
 * by file and line or by their words: it depends on nothing that changes, so no group moves while tasks come and go.
 */
import type { Tasks } from "../../model/tasks.js";
import type { Task } from "../../model/task.js";
import type { Grouping, Place } from "../protocol.js";
import { placeOf, waitKey } from "./alike.js";
import { briefState } from "./brief.js";
import type { Moment } from "./moment.js";
import { groupId } from "./task-ids.js";
import type { TaskIndex } from "./task-index.js";
import { lineInWords } from "../../model/words.js";

export interface Group {
  /** Names it among the others. */
  readonly key: string;
  readonly label: string;
  readonly icon: "group" | "place" | Task["state"] | NonNullable<Task["wait"]>["op"];
  readonly place: Place | null;
  /** Oldest first. */
  readonly tasks: readonly [Task, ...Task[]];
}

type GroupFacts = Omit<Group, "tasks"> & { readonly order: string };

type By = Exclude<Grouping, "parent">;

export interface Groups {
  readonly all: readonly Group[];
  /** By the ids of their rows. */
  readonly byId: ReadonlyMap<string, Group>;
}

interface Grouped {
  readonly findings: Moment["findings"];
  readonly by: By;
  readonly groups: Groups;
}

const last = new WeakMap<TaskIndex, Grouped>();

export function groupsOf(moment: Moment, index: TaskIndex, by: By): Groups {
  const known = last.get(index);
  if (known?.by === by && known.findings === moment.findings) return known.groups;
  const all = groupTasks(moment, index.live, by);
  const groups = { all, byId: new Map(all.map((group) => [groupId(group), group])) };
  last.set(index, { findings: moment.findings, by, groups });
  return groups;
}

function groupTasks(moment: Moment, tasks: readonly Task[], by: By): Group[] {
  const found = new Map<string, { readonly facts: GroupFacts; readonly tasks: [Task, ...Task[]] }>();
  for (const task of tasks) {
    const key = keyOf(moment, task, by);
    const group = found.get(key);
    if (group === undefined) found.set(key, { facts: factsOf(moment.model, task, by, key), tasks: [task] });
    else group.tasks.push(task);
  }
  return [...found.values()]
    .sort((a, b) => (a.facts.order < b.facts.order ? -1 : a.facts.order > b.facts.order ? 1 : 0))
    .map(({ facts: { key, label, icon, place }, tasks: members }) => ({
      key,
      label,
      icon,
      place,
      tasks: members,
    }));
}

function keyOf({ model, stuck }: Moment, task: Task, by: By): string {
  if (by === "state") return stuck.has(task.id) ? "stuck" : task.state;
  if (by === "wait") return task.wait === null ? task.state : waitKey(model, task.wait);
  const site = placeOf(task)?.site;
  return site === undefined ? "" : `${site.file}:${site.line}`;
}

function factsOf(model: Tasks, task: Task, by: By, key: string): GroupFacts {
  if (by === "state") {
    const { label, order } = STATES[key] ?? { label: key, order: key };
    return { key, label, order, icon: key === "stuck" ? "failed" : task.state, place: null };
  }
  if (by === "wait") {
    const label = briefState(model, withoutDelay(task));
    return { key, label, order: key, icon: task.wait?.op ?? task.state, place: null };
  }
  const place = placeOf(task);
  if (place === null) return { key, label: "place not known", order: "\uffff", icon: "place", place };
  const { file, line } = place.site;
  return {
    key,
    label: lineInWords(place.site),
    order: `${file}:${String(line).padStart(7, "0")}`,
    icon: "place",
    place,
  };
}

const STATES: Readonly<Record<string, { readonly label: string; readonly order: string }>> = {
  stuck: { label: "Stuck", order: "0" },
  running: { label: "Running", order: "1" },
  waiting: { label: "Waiting", order: "2" },
};

/** Timers of different length are one group. */
function withoutDelay(task: Task): Task {
  return task.wait === null ? task : { ...task, wait: { ...task.wait, delayMs: 0 } };
}
