/**
 * What the library (and whoever else publishes to its probe) tells: primitives, who waits at them, who holds
 * them, and the tasks that `go` starts. The probe's rules are in `tracer/runtime/probe.ts`.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { PrimitiveState, ProbeMessage } from "../runtime/probe.js";
import type { Named } from "../adapters/named-waits.js";
import { type PrimitiveKindName, type WaitOp, type WireFrame } from "../wire/index.js";
import { ActiveCall } from "./active-call.js";
import { userFrames } from "./call-sites.js";
import type { Calls } from "./calls.js";
import type { Clock } from "./clock.js";
import type { Executors } from "./executor.js";
import { Flow } from "./flows.js";
import { Handoffs, hasLasted, waiterOf, type Party } from "./handoffs.js";
import { Holders, isSpawned, whoAwaits } from "./holders.js";
import { LostContexts } from "./lost-contexts.js";
import { Origin, type PromiseNode } from "./node.js";
import {
  channelOrigin,
  isIdle,
  newInfo,
  noState,
  ownChannelOrigin,
  type PrimitiveInfo,
} from "./primitive-info.js";
import { nodeOf, primitiveInfo } from "./stamp.js";
import { Stops } from "./stops.js";
import type { Stacks } from "./stacks.js";

// Written out, so that the tracer holds no copy of the library's modules: a program may load its own.
export const PROBE_NAME = "sluice:probe";
const PROBE_VERSION: number = 1;

const CREATION_FRAMES = 8;

/** So many primitives have their places whatever the budget: some 2 ms in all. */
const ALWAYS_PLACED = 200;

/** Who used a primitive is remembered to tell which stuck tasks belong together: the latest few will do. */
const USERS_KEPT = 16;

/** A group of more tasks than this is told by some of them. */
const OWING_KEPT = 1024;

export interface PrimitiveObserver {
  primitiveChanged(info: PrimitiveInfo): void;
  contextLost(info: PrimitiveInfo, ended: boolean): void;
}

export class Primitives {
  /** Values sent and received, and closes. */
  channelOps = 0;

  readonly #calls: Calls;
  readonly #stacks: Stacks;
  readonly #executors: Executors;
  readonly #observer: PrimitiveObserver;
  readonly lostContexts: LostContexts;
  readonly holders: Holders;
  readonly stops = new Stops();
  readonly handoffs: Handoffs;
  #lastId = 0;

  constructor(calls: Calls, stacks: Stacks, executors: Executors, clock: Clock, observer: PrimitiveObserver) {
    this.#calls = calls;
    this.#stacks = stacks;
    this.#executors = executors;
    this.#observer = observer;
    this.handoffs = new Handoffs(clock);
    this.lostContexts = new LostContexts((info, ended) => observer.contextLost(info, ended));
    this.holders = new Holders(calls, {
      changed: (info) => this.#observe(info),
      lockingSite: () => this.#lockingSite(),
      toldAnew: (known, origin) => this.#toldAnew(known, origin),
    });
  }

  listen(): void {
    subscribe(PROBE_NAME, this.#onMessage);
  }

  stop(): void {
    unsubscribe(PROBE_NAME, this.#onMessage);
  }

  readonly #onMessage = (message: unknown): void => {
    this.#take(message as ProbeMessage, "primitive");
  };

  /** The same from an adapter: what its promises are resolved with is of the package's insides. */
  readonly tell = (message: ProbeMessage): void => {
    try {
      this.#take(message, "told");
    } catch {
      this.#calls.failed();
    }
  };

  #take(told: ProbeMessage, kind: "primitive" | "told"): void {
    if (told.version !== PROBE_VERSION || this.#calls.muted > 0) return;
    switch (told.event) {
      case "create":
        this.#create(told);
        return;
      case "wait":
        this.#wait(told, kind);
        if (this.stops.armed && told.subject !== undefined)
          this.stops.operated(primitiveInfo.get(told.subject), told);
        return;
      case "follow":
        this.#followed(told);
        return;
      case "operate":
        if (told.op === "send" || told.op === "receive" || told.op === "close") this.channelOps++;
        this.#operated(told);
        if (this.stops.armed) this.stops.operated(primitiveInfo.get(told.subject), told);
        return;
      case "acquire":
      case "release":
        this.#held(told);
        return;
      case "cancel":
        this.#ownedBy(told);
        return;
      case "spawn":
        this.#spawned(told);
        return;
      case "own":
        this.#calls.own(told.task, told.promise);
        return;
      case "end":
        this.#calls.finish(told.task);
        return;
      case "enter":
        this.#calls.enter(told.task);
        return;
      case "leave":
        this.#calls.leave(told.task, told.result);
        return;
      default:
        told satisfies never;
    }
  }

  #create(message: Extract<ProbeMessage, { event: "create" }>): void {
    const { subject, kind, name, capacity, state, caller, transient = false } = message;
    const created = transient ? [] : this.#createdBy(caller);
    const id = ++this.#lastId;
    const parent = message.parent === undefined ? null : (primitiveInfo.get(message.parent)?.id ?? null);
    const deadlineMs = Math.round(message.deadlineMs ?? 0);
    const facts = { id, kind, name: name ?? "", capacity, state, created, transient, parent, deadlineMs };
    const info = newInfo(subject, facts);
    primitiveInfo.set(subject, info);
    const { running, main } = this.#calls;
    if (running !== main) info.maker = running;
    this.#usedBy(info, running);
    this.#observe(info);
  }

  /** Something of Node's own at which one can wait. It is told when it is touched. */
  declare(
    subject: object,
    kind: PrimitiveKindName,
    name: string,
    state: () => PrimitiveState,
    caller: unknown,
  ): PrimitiveInfo {
    const created = this.#createdBy(caller);
    const id = ++this.#lastId;
    const info = newInfo(subject, { id, kind, name, capacity: 0, state, created, transient: false });
    primitiveInfo.set(subject, info);
    return info;
  }

  /** Something about it may have changed. */
  touch(subject: object): void {
    this.#touch(subject);
  }

  #wait(message: Extract<ProbeMessage, { event: "wait" }>, kind: "primitive" | "told"): void {
    const { subject, op, promise, cases, delayMs, settled, unreferenced } = message;
    if (subject !== undefined && kind === "primitive" && (op === "send" || op === "receive")) {
      const shared = this.#touch(subject);
      if (shared === undefined) return;
      const flow = (shared.flow ??= new Flow());
      const looked = flow.looks > 0;
      if (looked) {
        if (op === "send") flow.putBy(this.#calls.running);
        else flow.takenBy(this.#calls.running);
      }
      const origin = looked ? ownChannelOrigin(shared, op) : channelOrigin(shared, op);
      this.#calls.describe(promise, origin);
      return;
    }
    const origin = new Origin(kind, kind === "told" ? this.#calls.context().call : null);
    origin.op = op;
    origin.settled = settled ?? null;
    origin.delayMs = delayMs ?? 0;
    origin.primitives =
      cases === undefined
        ? (this.#touch(subject)?.alone ?? NONE)
        : cases.flatMap((one) => this.#touch(one.subject) ?? NONE);
    origin.unreferenced = endsWithUs(origin.primitives) ?? unreferenced ?? null;
    if (cases !== undefined) this.#selectedBy(cases);
    const known = nodeOf(promise);
    if (isSpawned(known)) {
      origin.unreferenced = () => isIdle(origin.primitives);
      this.#calls.states.wait(known, 0, origin, null);
    } else if (known instanceof Origin && known.kind === "told") this.#toldAnew(known, origin);
    else this.#calls.describe(promise, origin);
  }

  #selectedBy(cases: NonNullable<Extract<ProbeMessage, { event: "wait" }>["cases"]>): void {
    for (const { subject, op } of cases) {
      const info = primitiveInfo.get(subject);
      if (info === undefined) continue;
      const flow = (info.flow ??= new Flow());
      if (flow.looks <= 0) continue;
      if (op === "send") flow.putBy(this.#calls.running);
      else flow.takenBy(this.#calls.running);
    }
  }

  /** Somebody may be waiting for it already. */
  #toldAnew(known: Origin, { op, primitives, settled, unreferenced }: Origin): void {
    known.op = op;
    known.primitives = primitives;
    known.settled = settled;
    known.unreferenced = unreferenced;
    known.source = null;
    this.#calls.states.followed(known);
  }

  #followed({ promise, result }: Extract<ProbeMessage, { event: "follow" }>): void {
    this.#calls.follow(promise, result);
    const worker = nodeOf(result);
    if (worker instanceof ActiveCall) this.holders.followed(promise, worker);
  }

  #held(message: Extract<ProbeMessage, { event: "acquire" | "release" }>): void {
    const info = primitiveInfo.get(message.subject);
    if (info === undefined) return;
    if (message.event === "acquire") this.#acquired(info, message.promise);
    else {
      this.holders.released(info, message.promise);
      if (message.to !== undefined) this.#acquired(info, message.to);
    }
  }

  /** By the waiter whose promise this is, or by who runs. */
  #acquired(info: PrimitiveInfo, promise: object | undefined): void {
    const flow = (info.flow ??= new Flow());
    flow.takes++;
    if (promise !== undefined) this.#passedOn(info, flow, promise);
    this.holders.acquired(info, promise);
  }

  /** To who waits for it, by who runs. */
  #passedOn(info: PrimitiveInfo, flow: Flow, promise: object): void {
    const node = nodeOf(promise);
    const lasted = hasLasted(promise, node);
    if (lasted || flow.samples-- > 0) this.handoffs.ended(info, this.#calls.running, whoAwaits(node), lasted);
  }

  /**
   * A promise is settled for which somebody may have waited for long. Who sent or unlocked is told with that; here it is
   * who closed, signalled, counted down, or resolved the promise itself.
   */
  readonly settled = (promise: object, origin: Origin): void => {
    if (!hasLasted(promise, origin)) return;
    const [info] = origin.primitives;
    const by = info === undefined ? this.#calls.running : info.waker;
    this.handoffs.ended(info ?? null, by, waiterOf(promise, origin), true);
  };

  /**
   * The promise whose executor runs waits for this. A connection or a child that is made in it says more than what is
   * listened to, and so does a worker; of listeners the last one, since Node's own come first.
   */
  readonly constructing = ({ op, name, unreferenced }: Named): void => {
    if (this.#calls.muted > 0) return;
    const origin = this.#executors.running(
      this.constructing,
      (one) => WAITS_UNNAMED.has(one.op) && (one.primitives[0]?.kind ?? "emitter") === "emitter",
    );
    if (origin === null) return;
    const kind = op === "io" || op === "child" ? "resource" : "emitter";
    const facts = { id: ++this.#lastId, kind, name, capacity: 0, state: noState, created: [] } as const;
    origin.op = op;
    origin.primitives = newInfo({}, { ...facts, transient: true }).alone;
    origin.unreferenced = unreferenced ?? null;
  };

  /** The user's line that locks right now: the first one outside of the publisher's own file. */
  #lockingSite(): WireFrame | null {
    const frames = userFrames(this.#stacks.take(CREATION_FRAMES, this.#onMessage) ?? []);
    return frames.find(({ file }) => file !== frames[0]?.file) ?? null;
  }

  #operated({ subject, op, promise }: Extract<ProbeMessage, { event: "operate" }>): void {
    const info = this.#touch(subject);
    if (info === undefined) return;
    if (op === "close" && info.kind === "context") this.lostContexts.ended(info);
    const waiter = promise === undefined ? undefined : nodeOf(promise);
    if (op !== "send" && op !== "receive") info.waker = this.#calls.running;
    else if (promise === undefined) this.#flowed(info, op);
    else this.#flowedFor(info, op, promise, waiter);
    this.#usedBy(info, waiter instanceof Origin ? waiter.waiter : this.#calls.running);
  }

  /** By the running task. */
  #flowed(info: PrimitiveInfo, op: "send" | "receive"): void {
    const flow = (info.flow ??= new Flow());
    if (op === "send") {
      flow.puts++;
      if (flow.looks > 0) flow.putBy(this.#calls.running);
      if (flow.samples > 0) this.handoffs.sent(flow, this.#calls.running, false);
    } else {
      flow.takes++;
      if (flow.looks > 0) flow.takenBy(this.#calls.running);
      if (flow.sent !== null) this.handoffs.received(info, flow, this.#calls.running);
    }
  }

  /** For the waiter whose promise this is, who was looked at when it began to wait. */
  #flowedFor(
    info: PrimitiveInfo,
    op: "send" | "receive",
    promise: object,
    node: PromiseNode | undefined,
  ): void {
    const flow = (info.flow ??= new Flow());
    const lasted = hasLasted(promise, node);
    if (op === "send") {
      flow.puts++;
      if (lasted || flow.samples > 0) this.handoffs.sent(flow, waiterOf(promise, node), lasted);
    } else {
      flow.takes++;
      if (lasted || flow.sent !== null) this.#receivedFor(info, flow, waiterOf(promise, node), lasted);
    }
  }

  #receivedFor(info: PrimitiveInfo, flow: Flow, receiver: Party | null, lasted: boolean): void {
    const followed = this.handoffs.received(info, flow, receiver);
    // Who is given something that nobody followed gets it from who runs.
    if (lasted && !followed) this.handoffs.ended(info, this.#calls.running, receiver, true);
  }

  #ownedBy({ subject, cancel }: Extract<ProbeMessage, { event: "cancel" }>): void {
    const info = primitiveInfo.get(subject);
    if (info !== undefined) this.lostContexts.owned(info, cancel, this.#calls.running);
  }

  #spawned({ task, name, caller, group }: Extract<ProbeMessage, { event: "spawn" }>): void {
    this.#calls.spawned(task, name, this.#createdBy(caller));
    const info = this.#touch(group);
    const call = nodeOf(task);
    if (info !== undefined && call instanceof ActiveCall) remember(info.owing, call, OWING_KEPT);
  }

  /** The entry module is told nothing of: what lies in it is everybody's. */
  #usedBy(info: PrimitiveInfo, call: ActiveCall | null): void {
    if (call !== null && call !== this.#calls.main) remember(info.users, call, USERS_KEPT);
  }

  #touch(subject: object | undefined): PrimitiveInfo | undefined {
    const info = subject === undefined ? undefined : primitiveInfo.get(subject);
    if (info !== undefined) this.#observe(info);
    return info;
  }

  #observe(info: PrimitiveInfo): void {
    if (info.queued) return;
    info.queued = true;
    this.#observer.primitiveChanged(info);
  }

  #createdBy(caller: unknown): WireFrame[] {
    const callSites = this.#stacks.take(CREATION_FRAMES, caller);
    if (callSites !== null) return userFrames(callSites);
    // Where it was made is the name of one that has none: the first ones have it, however hot the program begins.
    return this.#lastId < ALWAYS_PLACED ? userFrames(this.#stacks.takeAlways(CREATION_FRAMES, caller)) : [];
  }
}

const NONE: readonly PrimitiveInfo[] = [];

/** A unit ends when its parent goes away, and its tasks with it: that is no verdict about them. */
export function endsWithUs(primitives: readonly PrimitiveInfo[]): (() => boolean) | null {
  return primitives[0]?.kind === "parent" ? () => true : null;
}

/** Waits of which nothing is known, or only what kind of thing they are for. */
const WAITS_UNNAMED: ReadonlySet<WaitOp> = new Set(["promise", "io", "message", "child", "event"]);

/** Adds to a bounded set; calls that are over make room first, then the oldest. */
function remember(calls: Set<ActiveCall>, call: ActiveCall, atMost: number): void {
  if (calls.has(call)) return;
  if (calls.size >= atMost) {
    for (const one of calls) if (one.ended) calls.delete(one);
    const oldest = calls.values().next().value;
    if (calls.size >= atMost && oldest !== undefined) calls.delete(oldest);
  }
  calls.add(call);
}
