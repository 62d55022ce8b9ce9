/** What a primitive's row says: its fill, who holds it, who waits, how fast it is. */
import type { Primitive, PrimitiveKindName, Task, WaitOp } from "../../model/task.js";
import { kindInWords } from "../../model/words.js";
import { rateOf } from "../../model/throughput.js";
import type { Moment } from "./moment.js";
import { categoryOf } from "./primitive-index.js";

export interface PrimitiveWords {
  /** For a narrow column: "4/4 full · 3 send · 120/s". */
  readonly brief: string;
  /** For the ear, and tooltips: "channel, 4 of 4 values, full, 3 tasks wait to send, 120 a second". */
  readonly state: string;
}

/** How many tasks wait to do what. */
export type Waiting = ReadonlyMap<WaitOp, number>;

export function waitingOf(tasks: readonly Task[]): Waiting {
  const waiting = new Map<WaitOp, number>();
  for (const { wait } of tasks) if (wait !== null) waiting.set(wait.op, (waiting.get(wait.op) ?? 0) + 1);
  return waiting;
}

export function primitiveWords(
  moment: Moment,
  primitive: Primitive,
  waiters: readonly Task[],
  goOn: number,
): PrimitiveWords {
  const facts = [
    ...factsOf(moment, primitive),
    ...queue(primitive, waiters),
    ...(primitive.kind === "context" ? ignoring(goOn) : rate(moment, primitive)),
  ];
  return {
    brief: facts
      .map(({ brief }) => brief)
      .filter(Boolean)
      .join(" · "),
    state: [kindInWords(primitive), ...facts.map(({ spoken }) => spoken)].filter(Boolean).join(", "),
  };
}

/** Groups that count whose end they wait for. */
const COUNTS: ReadonlySet<PrimitiveKindName> = new Set(["waitgroup", "errgroup"]);

interface Fact {
  readonly brief: string;
  readonly spoken: string;
}

function same(words: string): Fact {
  return { brief: words, spoken: words };
}

function factsOf(moment: Moment, primitive: Primitive): Fact[] {
  switch (categoryOf(primitive.kind)) {
    case "channels":
      return fill(primitive);
    case "locks":
      return primitive.kind === "cond" ? [] : [holders(moment, primitive)];
    case "limits":
      return [permits(primitive)];
    case "groups":
      return COUNTS.has(primitive.kind) ? [same(`${number(primitive.length)} to go`)] : [];
    case "contexts":
      return [ending(moment, primitive)];
    case "units":
    case "events":
      return [];
  }
}

const BAR = 5;

/** "▰▰▰▱▱ 3/5", so that the eye finds what is full without reading. */
function fill({ kind, capacity, length, closed }: Primitive): Fact[] {
  const shut = closed ? [same("closed")] : [];
  if (kind === "ticker" || capacity === 0 || !Number.isFinite(capacity)) {
    return length === 0 ? shut : [same(`${number(length)} buffered`), ...shut];
  }
  const full = length >= capacity;
  const filled = length === 0 ? 0 : Math.max(1, Math.floor((length / capacity) * BAR));
  const bar = "▰".repeat(filled) + "▱".repeat(BAR - filled);
  const brief = `${bar} ${number(length)}/${number(capacity)}${full ? " full" : ""}`;
  return [
    { brief, spoken: `${number(length)} of ${number(capacity)} buffered${full ? ", full" : ""}` },
    ...shut,
  ];
}

function holders({ model }: Moment, { holders, length }: Primitive): Fact {
  const [holder] = holders;
  if (holder === undefined) return same(length > 0 ? "held" : "free");
  const name = model.task(holder)?.name ?? `#${holder}`;
  return same(holders.length === 1 ? `held by ${name}` : `held by ${number(holders.length)} tasks`);
}

function permits({ kind, length, capacity }: Primitive): Fact {
  const held = kind === "semaphore" || kind === "pool" ? "held" : "running";
  if (!Number.isFinite(capacity) || capacity === 0) return same(`${number(length)} ${held}`);
  return {
    brief: `${number(length)}/${number(capacity)} ${held}`,
    spoken: `${number(length)} of ${number(capacity)} ${held}`,
  };
}

/** A timer may be a little early by the other clock. */
const CLOCKS_DIFFER_MS = 100;

function ending({ model, ended }: Moment, { closed, closedMs, deadlineMs, orphanedMs }: Primitive): Fact {
  if (closed) {
    const atMs = (model.program?.startedAtMs ?? 0) + (closedMs ?? 0);
    const byClock = deadlineMs !== null && atMs >= deadlineMs - CLOCKS_DIFFER_MS;
    return same(byClock ? "deadline passed" : "cancelled");
  }
  const lost = orphanedMs === null ? "" : ", nobody can cancel it";
  if (deadlineMs === null) return same(`${ended ? "never cancelled" : "open"}${lost}`);
  return same(`until ${new Date(deadlineMs).toLocaleTimeString("en-GB")}${lost}`);
}

function ignoring(goOn: number): Fact[] {
  if (goOn === 0) return [];
  const spoken = `${number(goOn)} task${goOn === 1 ? "" : "s"} below it ${goOn === 1 ? "goes" : "go"} on`;
  return [{ brief: `${number(goOn)} ${goOn === 1 ? "goes" : "go"} on`, spoken }];
}

/** Of one, and of several. */
const BRIEF_OPS: Partial<Record<WaitOp, readonly [string, string]>> = {
  send: ["sends", "send"],
  receive: ["receives", "receive"],
  select: ["selects", "select"],
  lock: ["queues", "queue"],
  rlock: ["queues to read", "queue to read"],
  acquire: ["queues", "queue"],
};

const WAITS = ["waits", "wait"] as const;

const SPOKEN_OPS: Partial<Record<WaitOp, string>> = {
  send: "to send",
  receive: "to receive",
  select: "in a select",
  lock: "to lock",
  rlock: "to read",
  acquire: "in line",
};

function queue(primitive: Primitive, waiters: readonly Task[]): Fact[] {
  const waiting = waitingOf(waiters);
  const told = [...waiting].map(([op, count]): Fact => {
    const [one, several] = BRIEF_OPS[op] ?? WAITS;
    const brief = `${number(count)} ${count === 1 ? one : several}`;
    const spoken = `${number(count)} task${count === 1 ? " waits" : "s wait"} ${SPOKEN_OPS[op] ?? ""}`.trim();
    return { brief, spoken };
  });
  // It counts those in line itself, where they are no tasks.
  const others = primitive.waiting - (waiting.get("acquire") ?? 0) - (waiting.get("lock") ?? 0);
  return others > 0 && waiting.size === 0 ? [...told, same(`${number(others)} queue`)] : told;
}

function rate({ ended, nowMs, model }: Moment, { kind, throughput }: Primitive): Fact[] {
  if (model.ofMoment) return [];
  if (ended)
    return kind !== "channel" || throughput.total === 0 ? [] : [same(`${number(throughput.total)} in all`)];
  const perSecond = rateOf(throughput, nowMs);
  if (perSecond < 0.05) return [];
  const text = perSecond < 10 ? perSecond.toFixed(1) : number(Math.round(perSecond));
  return [{ brief: `${text}/s`, spoken: `${text} a second` }];
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
