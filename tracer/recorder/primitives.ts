/**
 * What the library (and whoever else publishes to its probe) tells: primitives, who waits at them, who holds
 * them, and the tasks that `go` starts. The probe's rules are in `tracer/runtime/probe.ts`.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { PrimitiveState, ProbeMessage, PrimitiveKind } from "../runtime/probe.js";
import type { PrimitiveId, WireFrame } from "../wire/index.js";
import { userFrames } from "./call-sites.js";
import type { Calls } from "./calls.js";
import { HeldLocks, taskOf, type LockOrder } from "./held-locks.js";
import { LostContexts } from "./lost-contexts.js";
import { ActiveCall, Origin } from "./node.js";
import { nodeOf, primitiveInfo } from "./stamp.js";
import type { Stacks } from "./stacks.js";

// Written out, so that the tracer holds no copy of the library's modules: a program may load its own.
const PROBE_NAME = "sluice:probe";
const PROBE_VERSION: number = 1;

const CREATION_FRAMES = 8;

/** Who used a primitive is remembered to tell which stuck tasks belong together: the latest few will do. */
const USERS_KEPT = 16;

/** A group of more tasks than this is told by some of them. */
const OWING_KEPT = 1024;

export interface PrimitiveInfo {
  readonly id: PrimitiveId;
  readonly kind: PrimitiveKind;
  readonly name: string;
  readonly capacity: number;
  readonly created: readonly WireFrame[];
  readonly subject: WeakRef<object>;
  readonly state: (subject: object) => PrimitiveState;
  /** How often each call holds it: a reader may, twice. */
  readonly holders: Map<ActiveCall, number>;
  /** Somebody else than its holder has given it back: who holds it says nothing about who will give it back. */
  handedOver: boolean;
  /** Who made it, sent or received on it, ...: some of them, the latest ones. */
  readonly users: Set<ActiveCall>;
  /** Of a group: the tasks whose end it counts. */
  readonly owing: Set<ActiveCall>;
  /** What waiting to send or to receive means: the same for every wait, and there are very many. */
  sendOrigin: Origin | null;
  receiveOrigin: Origin | null;
  told: boolean;
  /** It is in the journal's list of changed primitives. */
  queued: boolean;
}

export interface PrimitiveObserver {
  primitiveChanged(info: PrimitiveInfo): void;
  contextLost(info: PrimitiveInfo, ended: boolean): void;
}

export class Primitives {
  /** Values sent and received, and closes. */
  channelOps = 0;

  readonly #calls: Calls;
  readonly #stacks: Stacks;
  readonly #observer: PrimitiveObserver;
  readonly #locks = new HeldLocks();
  readonly lostContexts: LostContexts;
  #lastId = 0;

  constructor(calls: Calls, stacks: Stacks, observer: PrimitiveObserver) {
    this.#calls = calls;
    this.#stacks = stacks;
    this.#observer = observer;
    this.lostContexts = new LostContexts((info, ended) => observer.contextLost(info, ended));
  }

  listen(): void {
    subscribe(PROBE_NAME, this.#onMessage);
  }

  stop(): void {
    unsubscribe(PROBE_NAME, this.#onMessage);
  }

  readonly #onMessage = (message: unknown): void => {
    const told = message as ProbeMessage;
    if (told.version !== PROBE_VERSION || this.#calls.muted > 0) return;
    switch (told.event) {
      case "create":
        this.#create(told);
        return;
      case "wait":
        this.#wait(told);
        return;
      case "operate":
        if (told.op === "send" || told.op === "receive" || told.op === "close") this.channelOps++;
        this.#operated(told);
        return;
      case "acquire":
        this.#acquired(told);
        return;
      case "release":
        this.#released(told.subject);
        return;
      case "own":
        this.#owned(told);
        return;
      case "spawn":
        this.#spawned(told);
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
  };

  #create(message: Extract<ProbeMessage, { event: "create" }>): void {
    const { subject, kind, name, capacity, state, caller } = message;
    const info: PrimitiveInfo = {
      id: ++this.#lastId,
      kind,
      name: name ?? "",
      capacity,
      created: this.#createdBy(caller),
      subject: new WeakRef(subject),
      state,
      holders: new Map(),
      handedOver: false,
      users: new Set(),
      owing: new Set(),
      sendOrigin: null,
      receiveOrigin: null,
      told: false,
      queued: false,
    };
    primitiveInfo.set(subject, info);
    this.#usedBy(info, this.#calls.running);
    this.#observe(info);
  }

  #wait(message: Extract<ProbeMessage, { event: "wait" }>): void {
    const { subject, op, promise, cases, delayMs } = message;
    if (subject !== undefined && (op === "send" || op === "receive")) {
      const shared = this.#touch(subject);
      if (shared !== undefined) this.#calls.describe(promise, channelOrigin(shared, op));
      return;
    }
    const origin = new Origin("primitive", null);
    origin.op = op;
    origin.delayMs = delayMs ?? 0;
    origin.primitives = (cases?.map((one) => one.subject) ?? [subject]).flatMap(
      (one) => this.#touch(one) ?? [],
    );
    this.#calls.describe(promise, origin);
  }

  /** Null for who is only responsible for a callback that acquires: it holds nothing itself. */
  #acquirer(promise: object | undefined): ActiveCall | null {
    if (promise === undefined) {
      const { call, callback } = this.#calls.responsible();
      return callback ? null : call;
    }
    const node = nodeOf(promise);
    return node instanceof Origin ? node.waiter : null;
  }

  /** Pairs of locks that were held together, new since the last time. */
  takeLockOrders(): LockOrder[] {
    return this.#locks.take();
  }

  #acquired({ subject, op, promise }: Extract<ProbeMessage, { event: "acquire" }>): void {
    const info = primitiveInfo.get(subject);
    const holder = this.#acquirer(promise);
    if (info === undefined || holder === null) return;
    if (promise !== undefined) this.#served(promise, holder);
    info.holders.set(holder, (info.holders.get(holder) ?? 0) + 1);
    if (op !== "acquire") {
      this.#locks.taken(holder, info, () => (promise === undefined ? this.#lockingSite() : holder.site));
    }
    this.#observe(info);
  }

  /** It waits for the lock no more, though under load the library may let it go on only a while later. */
  #served(promise: object, waiter: ActiveCall): void {
    const origin = nodeOf(promise);
    if (!(origin instanceof Origin) || waiter.target !== origin || !waiter.waiting) return;
    origin.op = "promise";
    origin.primitives = [];
    this.#calls.states.followed(origin);
  }

  /** The user's line that locks right now: the first one outside of the publisher's own file. */
  #lockingSite(): WireFrame | null {
    const frames = userFrames(this.#stacks.take(CREATION_FRAMES, this.#onMessage) ?? []);
    return frames.find(({ file }) => file !== frames[0]?.file) ?? null;
  }

  /** Given back by the running task if it holds it; else by somebody in the place of the one that has it longest. */
  #released(subject: object): void {
    const info = primitiveInfo.get(subject);
    if (info === undefined) return;
    const { holders } = info;
    const { call } = this.#calls.responsible();
    const holder = holders.has(call) ? call : holders.keys().next().value;
    const count = holder === undefined ? 0 : (holders.get(holder) ?? 0);
    if (holder === undefined || (holder !== call && taskOf(holder) !== taskOf(call))) info.handedOver = true;
    if (holder !== undefined && count > 1) holders.set(holder, count - 1);
    else if (holder !== undefined) holders.delete(holder);
    this.#locks.released(info);
    this.#observe(info);
  }

  #operated({ subject, op, promise }: Extract<ProbeMessage, { event: "operate" }>): void {
    const info = this.#touch(subject);
    if (info === undefined) return;
    if (op === "close" && info.kind === "context") this.lostContexts.ended(info);
    const waiter = promise === undefined ? undefined : nodeOf(promise);
    this.#usedBy(info, waiter instanceof Origin ? waiter.waiter : this.#calls.running);
  }

  #owned({ subject, owner }: Extract<ProbeMessage, { event: "own" }>): void {
    const info = primitiveInfo.get(subject);
    if (info !== undefined) this.lostContexts.owned(info, owner, this.#calls.running);
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
    return userFrames(this.#stacks.take(CREATION_FRAMES, caller) ?? []);
  }
}

function channelOrigin(info: PrimitiveInfo, op: "send" | "receive"): Origin {
  const known = op === "send" ? info.sendOrigin : info.receiveOrigin;
  if (known !== null) return known;
  const origin = new Origin("channel", null);
  origin.op = op;
  origin.primitives = [info];
  if (op === "send") info.sendOrigin = origin;
  else info.receiveOrigin = origin;
  return origin;
}

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
