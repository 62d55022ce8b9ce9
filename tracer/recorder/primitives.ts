/**
 * What the library (and whoever else publishes to its probe) tells: primitives, who waits at them, who holds
 * them, and the tasks that `go` starts. The probe's rules are in `tracer/runtime/probe.ts`.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { PrimitiveState, ProbeMessage } from "../runtime/probe.js";
import {
  StartFlag,
  type PrimitiveId,
  type PrimitiveKindName,
  type WaitOp,
  type WireFrame,
} from "../wire/index.js";
import { ActiveCall } from "./active-call.js";
import { userFrames } from "./call-sites.js";
import type { Calls } from "./calls.js";
import { insideExecutor } from "./executor.js";
import { Flow } from "./flows.js";
import { HeldLocks, taskOf, type LockOrder } from "./held-locks.js";
import { LostContexts } from "./lost-contexts.js";
import { Origin } from "./node.js";
import { nodeOf, primitiveInfo } from "./stamp.js";
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

export interface PrimitiveInfo {
  readonly id: PrimitiveId;
  readonly kind: PrimitiveKindName;
  readonly name: string | (() => string);
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
  /** What went through it, and between whom; null as long as nothing did. */
  flow: Flow | null;
  sendOrigin: Origin | null;
  receiveOrigin: Origin | null;
  told: boolean;
  /** To be told only once a wait at it is. */
  readonly transient: boolean;
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
  /** Who was given a lock or permit by the name of a promise, for who gives it back by that name. */
  readonly #heldFor = new WeakMap<object, ActiveCall>();
  /** Given by the name of a promise that nobody awaits: it is whoever does the work that the promise follows. */
  readonly #givenToNobody = new Map<object, PrimitiveInfo>();
  /** Where a task that runs by a limiter's leave has its place, which it gives back by ending. */
  readonly #placeOf = new WeakMap<ActiveCall, PrimitiveInfo>();
  #lastId = 0;

  constructor(calls: Calls, stacks: Stacks, observer: PrimitiveObserver) {
    this.#calls = calls;
    this.#stacks = stacks;
    this.#observer = observer;
    this.lostContexts = new LostContexts((info, ended) => observer.contextLost(info, ended));
    calls.states.spawnedEnded = (call) => this.#taskEnded(call);
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
        return;
      case "follow":
        this.#followed(told);
        return;
      case "operate":
        if (told.op === "send" || told.op === "receive" || told.op === "close") this.channelOps++;
        this.#operated(told);
        return;
      case "acquire":
        this.#acquired(told);
        return;
      case "release":
        this.#released(told);
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
    const info = this.#newInfo(subject, kind, name ?? "", capacity, state, created, transient);
    primitiveInfo.set(subject, info);
    this.#usedBy(info, this.#calls.running);
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
    const info = this.#newInfo(subject, kind, name, 0, state, this.#createdBy(caller), false);
    primitiveInfo.set(subject, info);
    return info;
  }

  /** Whether it is told itself, so that a wait at it names it already. */
  readonly isKnown = (subject: object): boolean => primitiveInfo.get(subject) !== undefined;

  /** Something about it may have changed. */
  touch(subject: object): void {
    this.#touch(subject);
  }

  #newInfo(
    subject: object,
    kind: PrimitiveKindName,
    name: string | (() => string),
    capacity: number,
    state: PrimitiveInfo["state"],
    created: readonly WireFrame[],
    transient = true,
  ): PrimitiveInfo {
    return {
      id: ++this.#lastId,
      kind,
      name,
      capacity,
      created,
      subject: new WeakRef(subject),
      state,
      holders: new Map(),
      handedOver: false,
      users: new Set(),
      owing: new Set(),
      flow: null,
      sendOrigin: null,
      receiveOrigin: null,
      told: false,
      transient,
      queued: false,
    };
  }

  #wait(message: Extract<ProbeMessage, { event: "wait" }>, kind: "primitive" | "told"): void {
    const { subject, op, promise, cases, delayMs, settled } = message;
    if (subject !== undefined && kind === "primitive" && (op === "send" || op === "receive")) {
      const shared = this.#touch(subject);
      if (shared === undefined) return;
      const flow = (shared.flow ??= new Flow());
      if (op === "send") flow.putBy(this.#calls.running);
      else flow.takenBy(this.#calls.running);
      this.#calls.describe(promise, channelOrigin(shared, op));
      return;
    }
    const origin = new Origin(kind, kind === "told" ? this.#calls.context().call : null);
    origin.op = op;
    origin.settled = settled ?? null;
    origin.delayMs = delayMs ?? 0;
    origin.primitives = (cases?.map((one) => one.subject) ?? [subject]).flatMap(
      (one) => this.#touch(one) ?? [],
    );
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
      if (op === "send") flow.putBy(this.#calls.running);
      else flow.takenBy(this.#calls.running);
    }
  }

  /** Somebody may be waiting for it already. */
  #toldAnew(known: Origin, { op, primitives, settled }: Origin): void {
    known.op = op;
    known.primitives = primitives;
    known.settled = settled;
    known.source = null;
    this.#calls.states.followed(known);
  }

  #followed({ promise, result }: Extract<ProbeMessage, { event: "follow" }>): void {
    this.#calls.follow(promise, result);
    const info = this.#givenToNobody.get(promise);
    const worker = nodeOf(result);
    if (info !== undefined && worker instanceof ActiveCall) this.#holdsFor(promise, info, worker);
  }

  /** Whoever awaits by now what was given to nobody. */
  settleHolders(): void {
    for (const [promise, info] of this.#givenToNobody) {
      const node = nodeOf(promise);
      if (node instanceof Origin && node.waiter !== null) this.#holdsFor(promise, info, node.waiter);
    }
  }

  #holdsFor(promise: object, info: PrimitiveInfo, holder: ActiveCall): void {
    this.#givenToNobody.delete(promise);
    this.#heldFor.set(promise, holder);
    this.#holds(info, holder, null);
  }

  /**
   * The promise whose executor runs waits for this. A connection or a child that is made in it says more than what is
   * listened to, and so does a worker; of listeners the last one, since Node's own come first.
   */
  readonly constructing = (op: WaitOp, name: () => string): void => {
    const origin = this.#calls.constructing;
    if (origin === null || this.#calls.muted > 0 || !WAITS_UNNAMED.has(origin.op)) return;
    const [known] = origin.primitives;
    if (known !== undefined && known.kind !== "emitter") return;
    if (!insideExecutor(this.#stacks, this.constructing)) return;
    const info = this.#newInfo(
      {},
      op === "io" || op === "child" ? "resource" : "emitter",
      name,
      0,
      noState,
      [],
    );
    origin.op = op;
    origin.primitives = [info];
  };

  /** Null for who is only responsible for a callback that acquires: it holds nothing itself. */
  #acquirer(promise: object | undefined): ActiveCall | null {
    if (promise === undefined) {
      const { call, callback } = this.#calls.responsible();
      return callback ? null : call;
    }
    const node = nodeOf(promise);
    if (node instanceof ActiveCall) return node;
    return node instanceof Origin ? node.waiter : null;
  }

  /** Pairs of locks that were held together, new since the last time. */
  takeLockOrders(): LockOrder[] {
    return this.#locks.take();
  }

  #acquired({ subject, promise }: Extract<ProbeMessage, { event: "acquire" }>): void {
    const info = primitiveInfo.get(subject);
    if (info === undefined) return;
    const holder = this.#acquirer(promise);
    const waited = promise === undefined ? undefined : nodeOf(promise);
    if (waited instanceof Origin && waited.kind === "told") this.#toldAnew(waited, new Origin("told", null));
    if (holder === null) {
      if (promise !== undefined) this.#givenToNobody.set(promise, info);
      this.#observe(info);
      return;
    }
    if (promise !== undefined) this.#served(promise, holder);
    if (isSpawned(holder) && promise !== undefined && nodeOf(promise) === holder)
      this.#placeOf.set(holder, info);
    else if (promise !== undefined) this.#heldFor.set(promise, holder);
    this.#holds(info, holder, promise);
  }

  /** `promise`: by the name of which it was given; undefined for the running task, null where it is not known. */
  #holds(info: PrimitiveInfo, holder: ActiveCall, promise: object | null | undefined): void {
    info.holders.set(holder, (info.holders.get(holder) ?? 0) + 1);
    (info.flow ??= new Flow()).takes++;
    if (info.kind === "mutex" || info.kind === "rwmutex") {
      this.#locks.taken(holder, info, () => (promise === undefined ? this.#lockingSite() : holder.site));
    }
    this.#observe(info);
  }

  #taskEnded(task: ActiveCall): void {
    const info = this.#placeOf.get(task);
    if (info === undefined) return;
    info.holders.delete(task);
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
  #released({ subject, promise }: Extract<ProbeMessage, { event: "release" }>): void {
    const info = primitiveInfo.get(subject);
    if (info === undefined) return;
    const { holders } = info;
    if (promise !== undefined) {
      const holder = this.#heldFor.get(promise);
      this.#givenToNobody.delete(promise);
      if (holder !== undefined) holders.delete(holder);
      this.#locks.released(info);
      this.#observe(info);
      return;
    }
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
    // Who did it for a waiter was noted when that began to wait.
    if (op === "send") {
      const flow = (info.flow ??= new Flow());
      flow.puts++;
      if (promise === undefined) flow.putBy(this.#calls.running);
    } else if (op === "receive") {
      const flow = (info.flow ??= new Flow());
      flow.takes++;
      if (promise === undefined) flow.takenBy(this.#calls.running);
    }
    const waiter = promise === undefined ? undefined : nodeOf(promise);
    this.#usedBy(info, waiter instanceof Origin ? waiter.waiter : this.#calls.running);
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

/** Waits of which nothing is known, or only what kind of thing they are for. */
const WAITS_UNNAMED: ReadonlySet<WaitOp> = new Set(["promise", "io", "message", "child", "event"]);

function noState(): PrimitiveState {
  return { length: 0, closed: false };
}

/** Nothing is held of it: work that is queued there was left behind, and lets the program end. */
function isIdle(primitives: readonly PrimitiveInfo[]): boolean {
  const [info] = primitives;
  const subject = info?.subject.deref();
  try {
    return info !== undefined && (subject === undefined || info.state(subject).length === 0);
  } catch {
    return false;
  }
}

/** A task that was told of, as itself or by its token. */
function isSpawned(node: unknown): node is ActiveCall {
  return node instanceof ActiveCall && (node.flags & StartFlag.spawned) !== 0;
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
