/** A dump as records: what the model, and with it every face of Sluice, takes. The calls are in `told-calls.ts`. */
import { StartFlag, type CallId, type WireFrame } from "../../tracer/wire/index.js";
import type { ModelRecord } from "../model/dump-records.js";
import type { FastAnswer, Frame, ProcessFacts } from "./inside/visitor.js";

/** What the process is. Its clock is read once: everything in a dump is of one moment. */
export function headerRecords(facts: ProcessFacts, nowMs: number): ModelRecord[] {
  const { pid, argv, cwd, node, uptimeMs } = facts;
  const startedAtMs = nowMs - uptimeMs;
  const root = { threadId: 0, unit: "", parent: null };
  return [
    { kind: "header", header: { ...root, pid, argv, cwd, node, sluice: "", startedAtMs } },
    { kind: "moment" },
  ];
}

export function countersRecord(facts: ProcessFacts, tasks: number, promises: number): ModelRecord {
  const counts = { tasksStarted: tasks, tasksLive: tasks, channelOps: 0, promises, dropped: 0 };
  return { kind: "counters", timeUs: facts.uptimeMs * 1000, ...counts };
}

/**
 * Places alone, as `--fast` has them. Each await on a call's promise is asked for as well as the call's own, so
 * the rest of a stack, counted by itself too, is taken off again: what is left is where the innermost stand.
 */
export function* placeRecords(
  answer: FastAnswer,
  facts: ProcessFacts,
  lastId: CallId,
): Generator<ModelRecord> {
  const timeUs = facts.uptimeMs * 1000;
  let id = lastId;
  for (const [frames, count] of innermost(answer)) {
    const user = frames.filter(([, file]) => !file.startsWith("node:"));
    for (let i = 0; i < count && user.length > 0; i++) {
      // The outermost first: it is the task, the others are its frames.
      for (const [depth, frame] of [...user].reverse().entries()) {
        const flags = depth === 0 ? 0 : StartFlag.frame;
        const parent = depth === 0 ? null : id;
        yield { kind: "start", id: ++id, parent, flags, name: nameOf(frame), created: [], timeUs };
        const inner = depth < user.length - 1 ? [id + 1] : [];
        const op = inner.length > 0 ? "task" : "promise";
        const wait = { flags: 0, site: wireFrame(frame), timeUs, delayMs: 0, primitives: [], calls: inner };
        yield { kind: "wait", id, op, ...wait, members: inner.length };
        yield { kind: "wakers", id, wakers: [], stuck: false };
      }
    }
  }
}

function innermost({ places }: FastAnswer): [readonly Frame[], number][] {
  const counts = new Map(places.map(([frames, count]) => [JSON.stringify(frames), { frames, count }]));
  for (const [frames, count] of places) {
    const outer = counts.get(JSON.stringify(frames.slice(1)));
    if (outer !== undefined) outer.count -= count;
  }
  return [...counts.values()]
    .flatMap(({ frames, count }) => (count > 0 ? [[frames, count] as const] : []))
    .map(([frames, count]) => [frames, count]);
}

export function nameOf([name]: Frame): string {
  return name === "(anonymous)" ? "" : name;
}

export function wireFrame([name, file, line, column]: Frame): WireFrame {
  return { function: name, file, line, column };
}
