/**
 * What the library (and whoever else publishes to its probe) tells: primitives, who waits at them, who holds
 * them, and the tasks that `go` starts. The probe's rules are in `tracer/runtime/probe.ts`.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { PrimitiveState, ProbeMessage, PrimitiveKind } from "../runtime/probe.js";
import type { PrimitiveId, WireFrame } from "../wire/index.js";
import { userFrames } from "./call-sites.js";
import type { Calls } from "./calls.js";
import { HeldLocks, type LockOrder } from "./held-locks.js";
import { Origin, type ActiveCall } from "./node.js";
import { nodeOf, primitiveInfo } from "./stamp.js";
import type { Stacks } from "./stacks.js";

// Written out, so that the tracer holds no copy of the library's modules: a program may load its own.
const PROBE_NAME = "sluice:probe";
const PROBE_VERSION: number = 1;

const CREATION_FRAMES = 8;

export interface PrimitiveInfo {
  readonly id: PrimitiveId;
  readonly kind: PrimitiveKind;
  readonly name: string;
  readonly capacity: number;
  readonly created: readonly WireFrame[];
  readonly subject: WeakRef<object>;
  readonly state: (subject: object) => PrimitiveState;
  readonly holders: Set<ActiveCall>;
  /** What waiting to send or to receive means: the same for every wait, and there are very many. */
  sendOrigin: Origin | null;
  receiveOrigin: Origin | null;
  told: boolean;
  /** It is in the journal's list of changed primitives. */
  queued: boolean;
}

export interface PrimitiveObserver {
  primitiveChanged(info: PrimitiveInfo): void;
}

export class Primitives {
  /** Values sent and received, and closes. */
  channelOps = 0;

  readonly #calls: Calls;
  readonly #stacks: Stacks;
  readonly #observer: PrimitiveObserver;
  readonly #locks = new HeldLocks();
  #lastId = 0;

  constructor(calls: Calls, stacks: Stacks, observer: PrimitiveObserver) {
    this.#calls = calls;
    this.#stacks = stacks;
    this.#observer = observer;
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
        this.#touch(told.subject);
        return;
      case "acquire":
        this.#acquired(told);
        return;
      case "release":
        this.#released(told.subject);
        return;
      case "spawn":
        this.#calls.spawned(told.task, told.name, this.#createdBy(told.caller));
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
      holders: new Set(),
      sendOrigin: null,
      receiveOrigin: null,
      told: false,
      queued: false,
    };
    primitiveInfo.set(subject, info);
    this.#observe(info);
  }

  #wait(message: Extract<ProbeMessage, { event: "wait" }>): void {
    const { subject, op, promise, cases, delayMs } = message;
    if (subject !== undefined && (op === "send" || op === "receive")) {
      const shared = this.#touch(subject) === undefined ? undefined : primitiveInfo.get(subject);
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

  #acquirer(promise: object | undefined): ActiveCall | null {
    if (promise === undefined) return this.#calls.responsible().call;
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
    info.holders.add(holder);
    if (op !== "acquire") {
      this.#locks.taken(holder, info, () => (promise === undefined ? this.#lockingSite() : holder.site));
    }
    this.#observe(info);
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
    const { call } = this.#calls.responsible();
    const holder = info.holders.has(call) ? call : info.holders.values().next().value;
    if (holder !== undefined) info.holders.delete(holder);
    this.#locks.released(info);
    this.#observe(info);
  }

  #touch(subject: object | undefined): PrimitiveId | undefined {
    const info = subject === undefined ? undefined : primitiveInfo.get(subject);
    if (info === undefined) return undefined;
    this.#observe(info);
    return info.id;
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
  const origin = new Origin("primitive", null);
  origin.op = op;
  origin.primitives = [info.id];
  if (op === "send") info.sendOrigin = origin;
  else info.receiveOrigin = origin;
  return origin;
}
