/** A thread of the program that is busy, among the tasks: the stack that it runs is no task's, as far as anybody knows. */
import type { Tasks, UnitId } from "../../model/tasks.js";
import { describeDuration, describeSite } from "../../model/words.js";
import type { BusyThread } from "../../session/busy-threads.js";
import { busyInWords } from "../../session/busy-words.js";
import type { Frame } from "./frames.js";
import type { TaskThread } from "./thread-list.js";

/** In place of a task. */
const NO_TASK = 0;

/** Why there is no stack: the inspector would have to be opened, and the program says so where all can see it. */
const NOT_ASKED = "what it runs is not known: nobody has asked it";

const KEY = /^busy (\d+)$/;

/** The unit that a thread's key is about; null for those of tasks. */
export function busyUnitOf(key: string): UnitId | null {
  const [, unit] = KEY.exec(key) ?? [];
  return unit === undefined ? null : Number(unit);
}

/** It is told as paused only where it has frames to show: a client asks for those of paused threads alone. */
export function busyThread(thread: BusyThread, nowMs: number): TaskThread {
  const { unit, name, sinceMs, running } = thread;
  const at = running?.stack.map(describeSite).join(" ") ?? null;
  return {
    key: `busy ${unit}`,
    name: `${name} · ${busyInWords(thread)} · ${describeDuration(Math.max(0, nowMs - sinceMs))}`,
    task: NO_TASK,
    holds: () => false,
    pause: at,
    state: "busy, and does not come round to its event loop",
    isBusy: true,
  };
}

export function busyFrames(model: Tasks, { running }: BusyThread): Frame[] {
  if (running === null) return [{ kind: "label", text: NOT_ASKED }];
  const task = running.task === null ? undefined : model.task(running.task);
  const words = "busy, and does not come round to its event loop";
  return [
    { kind: "label", text: task === undefined ? words : `${words}, in task ${task.name} #${task.id}` },
    ...running.stack.map((site): Frame => ({ kind: "site", site })),
  ];
}
