/**
 * Unbounded: one place goes on starting tasks, and those of long ago are still there. Never certain: the program may
 * mean to have so many.
 *
 * A fan-out is awaited as one or starts all of its tasks at once, and a busy server's tasks end soon after they began;
 * here the live ones began one after the other, evenly over the time that the place has been at work, up to the last
 * moment. Those that can never go on are told as such already, however they came to be so many.
 */
import type { Model } from "../model/model.js";
import type { Task } from "../model/task.js";
import { describeDuration, describeSite, describeWait } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";
import { groupedBy } from "./grouped.js";
import type { StuckGroup } from "./stuck.js";

const MANY = 1000;

/** Growth for a shorter time may be a burst. */
const SPAN_MS = 1000;

/** The span in equal parts; each must have begotten its share of the tasks that live. */
const PARTS = 5;
const SHARE = 0.5;

/** The finding names some of the tasks: the oldest and the newest. */
const NAMED = 20;

export const unbounded: Detector = {
  kind: "unbounded",
  headline: () => "tasks are started faster than they end",
  check(model: Model, stuck: readonly StuckGroup[]): Finding[] {
    const told = new Set(stuck.flatMap((group) => group.tasks));
    const live = [...model.liveTasks()].filter((task) => !task.member && !told.has(task));
    return groupedBy(live, ({ name }) => name)
      .flatMap(byPlace)
      .flatMap((tasks) => (isGrowing(tasks) ? findingOf(model, tasks) : []));
  },
};

/** In a hot program the place of some is not known: they count for the place of most that bear the same name. */
function byPlace(tasks: Task[]): Task[][] {
  if (tasks.length < MANY) return [];
  const groups = groupedBy(tasks, ({ created: [site] }) => (site === undefined ? "" : describeSite(site)));
  const isPlaced = ([first]: readonly Task[]): boolean => first?.created[0] !== undefined;
  const unplaced = groups.find((group) => !isPlaced(group)) ?? [];
  const [most, ...others] = groups.filter(isPlaced).sort((a, b) => b.length - a.length);
  return [[...(most ?? []), ...unplaced], ...others];
}

function isGrowing(tasks: readonly Task[]): boolean {
  if (tasks.length < MANY) return false;
  const [first, last] = ends(tasks);
  const spanMs = last.startedMs - first.startedMs;
  if (spanMs < SPAN_MS) return false;
  const counts = Array.from({ length: PARTS }, () => 0);
  for (const { startedMs } of tasks) {
    const part = Math.min(PARTS - 1, Math.floor(((startedMs - first.startedMs) / spanMs) * PARTS));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts.every((count) => count >= (SHARE * tasks.length) / PARTS);
}

/** The oldest and the newest. */
function ends(tasks: readonly Task[]): [Task, Task] {
  const [one] = tasks;
  if (one === undefined) throw new Error("no tasks");
  let [first, last] = [one, one];
  for (const task of tasks) {
    if (task.startedMs < first.startedMs) first = task;
    if (task.startedMs >= last.startedMs) last = task;
  }
  return [first, last];
}

function findingOf(model: Model, tasks: readonly Task[]): Finding[] {
  const [first, last] = ends(tasks);
  const site = tasks.find(({ created }) => created.length > 0)?.created[0];
  const where = site === undefined ? "" : ` at ${describeSite(site)}`;
  const wait = first.wait === null ? "" : `; the oldest waits ${describeWait(model, first.wait)}`;
  const count = tasks.length.toLocaleString("en-US");
  const byAge = [...tasks].sort((a, b) => a.startedMs - b.startedMs);
  const named = [...new Set([...byAge.slice(0, NAMED / 2), ...byAge.slice(-NAMED / 2)])];
  return [
    {
      kind: "unbounded",
      certain: false,
      message: `${last.name} was started ${count} times${where} within ${describeDuration(last.startedMs - first.startedMs)}, and none of these has ended${wait}`,
      tasks: named.map(({ id }) => id),
      primitives: [],
      sites: site === undefined ? [] : [site],
    },
  ];
}
