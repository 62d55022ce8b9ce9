/** A dump as records: what the model, and with it every face of Sluice, takes. The calls are in `told-calls.ts` and `told-places.ts`. */
import type { WireFrame } from "../../tracer/wire/index.js";
import type { ModelRecord } from "../model/dump-records.js";
import type { Frame, ProcessFacts } from "./inside/visitor.js";

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

export function nameOf([name]: Frame): string {
  return name === "(anonymous)" ? "" : name;
}

export function wireFrame([name, file, line, column]: Frame): WireFrame {
  return { function: name, file, line, column };
}
