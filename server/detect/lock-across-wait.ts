/**
 * Lock across wait: a task kept a lock while it waited for something slow. Whoever needs the lock waits as long, and
 * if what it waits for needs the lock too, for ever.
 *
 * A channel or a wait group is another task's to serve, so a long wait there is told as such; I/O only where others
 * queued behind the lock. A sleep is not told: it is over by itself. Never certain: it may be meant.
 */
import type { Model } from "../model/model.js";
import type { HeldWait, Primitive, PrimitiveId, Task, WaitOp } from "../model/task.js";
import { describeDuration, describeSite, describeWait, primitiveName } from "../model/words.js";
import type { Detector, Finding } from "./finding.js";
import { groupedBy } from "./grouped.js";
import { siteAlone, timesInWords } from "./telling.js";

/** Shorter waits are part of life. */
const SLOW_MS = 1000;

const FOR_A_TASK: ReadonlySet<WaitOp> = new Set(["send", "receive", "select", "waitgroup"]);
const FOR_OUTSIDE: ReadonlySet<WaitOp> = new Set(["io", "message", "child", "event", "promise"]);

/** What ends a wait there by the clock. */
const BY_THE_CLOCK: ReadonlySet<Primitive["kind"]> = new Set(["timer-channel", "ticker"]);

export const lockAcrossWait: Detector = {
  kind: "lock-across-wait",
  headline: () => "a lock was held during a long wait",
  check(model: Model, stuck, nowMs): Finding[] {
    const told = new Set(stuck.flatMap(({ tasks }) => tasks.map(({ id }) => id)));
    const waits = [...model.heldWaits, ...waitsNow(model, nowMs)].filter(
      (wait) => !told.has(wait.task) && isTold(model, wait),
    );
    const alike = groupedBy(waits, ({ site, name, held }) =>
      [site === null ? name : describeSite(site), ...namesOf(model, held)].join("\n"),
    );
    return alike.map((group) => findingOf(model, group));
  },
};

function isTold(model: Model, { wait: { op, primitives }, durationMs, behind }: HeldWait): boolean {
  if (durationMs < SLOW_MS) return false;
  if (FOR_OUTSIDE.has(op)) return behind > 0;
  if (!FOR_A_TASK.has(op)) return false;
  return !primitives.some((id) => BY_THE_CLOCK.has(model.primitive(id)?.kind ?? "channel"));
}

/** Those that are not over yet. */
function waitsNow(model: Model, nowMs: number): HeldWait[] {
  const held = new Map<number, PrimitiveId[]>();
  for (const { id, kind, holders } of model.primitives()) {
    if (kind !== "mutex" && kind !== "rwmutex") continue;
    for (const holder of holders) held.set(holder, [...(held.get(holder) ?? []), id]);
  }
  return [...held].flatMap(([id, locks]) => {
    const task = model.task(id);
    if (task?.wait == null) return [];
    const others = locks.filter((lock) => task.wait?.primitives.includes(lock) !== true);
    return others.length === 0 ? [] : waitOf(model, task, others, nowMs);
  });
}

function waitOf(model: Model, task: Task, held: readonly PrimitiveId[], nowMs: number): HeldWait[] {
  const { wait } = task;
  if (wait === null) return [];
  const behind = [...model.liveTasks()].filter(
    (other) =>
      (other.wait?.op === "lock" || other.wait?.op === "rlock") &&
      other.wait.primitives.some((id) => held.includes(id)),
  ).length;
  const site = task.stack[0] ?? null;
  return [{ task: task.id, name: task.name, wait, held, site, durationMs: nowMs - wait.fromMs, behind }];
}

function findingOf(model: Model, group: readonly HeldWait[]): Finding {
  const longest = group.reduce((a, b) => (b.durationMs > a.durationMs ? b : a));
  const { name, wait, held, durationMs, behind, site } = longest;
  const queue = behind === 0 ? "" : `; ${behind} ${behind === 1 ? "task" : "tasks"} queued behind`;
  return {
    kind: "lock-across-wait",
    certain: false,
    message: `${name} held ${namesOf(model, held).join(", ")} while it waited ${describeDuration(durationMs)} ${describeWait(model, wait)}${queue}${timesInWords(group.length)}`,
    tasks: [...new Set(group.map(({ task }) => task))].filter((id) => model.task(id) !== undefined),
    primitives: [...new Set([...held, ...wait.primitives])],
    sites: site === null ? [] : [siteAlone(site)],
  };
}

function namesOf(model: Model, ids: readonly PrimitiveId[]): string[] {
  return ids.map((id) => primitiveName(model.primitive(id)));
}
