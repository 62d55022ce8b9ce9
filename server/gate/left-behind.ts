import { setTimeout } from "node:timers";
import type { Task } from "../model/task.js";
import { describeSite } from "../model/words.js";
import type { OwnRecording } from "./own-recording.js";

export interface GateOptions {
  /** Tasks that may stay: texts to be found in, or patterns that match, "name file:line:column" of any of their places. */
  readonly allow?: readonly (string | RegExp)[];
  /** How long a task may take to end after its test; half a second if not given. */
  readonly settleMs?: number;
}

const SETTLE_MS = 500;
const FIRST_LOOK_MS = 1;

// Taken at load: a test may replace the clock by a fake one.
const later = setTimeout;
const readMs = performance.now.bind(performance);

/** Calls back with the tasks that a test has left, as soon as there are none or the time to settle is over. */
export function leftBehind(
  recording: OwnRecording,
  test: number,
  { allow = [], settleMs = SETTLE_MS }: GateOptions,
  done: (tasks: readonly Task[]) => void,
): void {
  const untilMs = readMs() + settleMs;
  const look = (waitMs: number): void => {
    recording.refresh(() => {
      const tasks = [...recording.model.liveTasks()].filter(
        (task) => task.chargedTo === test && task.id !== test && isLeft(task) && !isAllowed(task, allow),
      );
      if (tasks.length === 0 || readMs() >= untilMs) done(tasks);
      else later(() => look(2 * waitMs), Math.min(waitMs, Math.max(1, untilMs - readMs())));
    });
  };
  look(FIRST_LOOK_MS);
}

/** Not what was left behind on purpose, nor what lets a program end. */
function isLeft(task: Task): boolean {
  return !task.abandoned && task.wait?.unreferenced !== true;
}

function isAllowed(task: Task, allow: readonly (string | RegExp)[]): boolean {
  const places = [...task.stack, ...task.created].map((site) => `${task.name} ${describeSite(site)}`);
  if (places.length === 0) places.push(task.name);
  return allow.some((rule) =>
    places.some((place) => (typeof rule === "string" ? place.includes(rule) : rule.test(place))),
  );
}
