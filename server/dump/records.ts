/** A dump as records: what the model, and with it every face of Sluice, takes. */
import { StartFlag, type CallId, type WaitOp, type WireFrame } from "../../tracer/wire/index.js";
import type { ModelRecord } from "../model/dump-records.js";
import type { SuspendedCall, SuspendedCalls } from "./calls.js";
import type { FastAnswer, Frame, ProcessFacts } from "./inside/visitor.js";
import type { Waking } from "./waking.js";

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

/** What is known of each wait beside the graph. */
export interface Knowledge {
  placeOf(call: SuspendedCall): Frame | null;
  wakingOf(call: SuspendedCall): Waking;
  isMain(call: SuspendedCall): boolean;
}

/** The calls, then their waits: a wait may be for a call that comes later. */
export function* callRecords(
  calls: SuspendedCalls,
  knowledge: Knowledge,
  facts: ProcessFacts,
): Generator<ModelRecord> {
  const timeUs = facts.uptimeMs * 1000;
  for (const call of calls.all) {
    const flags =
      (call.caller === null ? 0 : StartFlag.frame) |
      (call.internal ? StartFlag.internal : 0) |
      (knowledge.isMain(call) ? StartFlag.main : 0);
    const name = knowledge.isMain(call) ? "(main)" : call.module ? "(module)" : nameOfCall(call, knowledge);
    const parent = call.caller?.id ?? null;
    yield { kind: "start", id: call.id, parent, flags, name, created: NOTHING, timeUs };
  }
  const sites = new Sites();
  for (const call of calls.all) {
    const waking = knowledge.wakingOf(call);
    const place = call.internal ? null : knowledge.placeOf(call);
    const site = place === null ? null : sites.of(place);
    const wait = { flags: 0, site, timeUs, delayMs: waking.delayMs, primitives: waking.primitives };
    yield { kind: "wait", id: call.id, op: opOf(call, waking), ...wait, ...membersOf(calls, call) };
    yield { kind: "wakers", id: call.id, wakers: waking.wakers, stuck: waking.stuck };
  }
}

/** A function without a name of its own is called by the variable that it was made for, as its frames are. */
function nameOfCall(call: SuspendedCall, knowledge: Knowledge): string {
  if (call.name !== "") return call.name;
  const place = knowledge.placeOf(call);
  return place === null ? "" : nameOf(place);
}

const NOTHING: readonly never[] = [];
const ALONE = { calls: NOTHING, members: 0 };

/** Thousands stand at one place. */
class Sites {
  readonly #known = new Map<Frame, WireFrame>();

  of(place: Frame): WireFrame {
    let site = this.#known.get(place);
    if (site === undefined) {
      site = wireFrame(place);
      this.#known.set(place, site);
    }
    return site;
  }
}

function opOf({ target }: SuspendedCall, waking: Waking): WaitOp {
  if (waking.op !== null) return waking.op;
  if (target === null || target.kind === "promise") return "promise";
  return target.kind === "call" ? "task" : target.kind;
}

function membersOf(
  calls: SuspendedCalls,
  { target }: SuspendedCall,
): { calls: readonly CallId[]; members: number } {
  if (target === null || target.kind === "promise") return ALONE;
  const generators = target.kind === "call" ? [target.call] : target.calls;
  const ids = generators.flatMap((generator) => calls.of(generator)?.id ?? []);
  return { calls: ids, members: target.kind === "call" ? 1 : target.members };
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

function nameOf([name]: Frame): string {
  return name === "(anonymous)" ? "" : name;
}

function wireFrame([name, file, line, column]: Frame): WireFrame {
  return { function: name, file, line, column };
}
