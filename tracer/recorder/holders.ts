/**
 * Who holds what: locks by their tasks, permits and places by those to whom they were given.
 *
 * A lock is often given by the name of a promise, before the task that will have it runs again. Mostly it is known by
 * then who awaits that promise. Where it is not, the lock is unclaimed until somebody is seen to await the promise, or
 * gives the lock back.
 */
import type { ProbeMessage } from "../runtime/probe.js";
import { StartFlag, type WireFrame } from "../wire/index.js";
import { ActiveCall } from "./active-call.js";
import type { Calls } from "./calls.js";
import { HeldLocks, taskOf, type LockOrder } from "./held-locks.js";
import { Origin } from "./node.js";
import type { PrimitiveInfo } from "./primitive-info.js";
import { nodeOf } from "./stamp.js";

export interface HoldersHost {
  /** Who holds this has changed. */
  changed(info: PrimitiveInfo): void;
  /** The user's line that locks right now. */
  lockingSite(): WireFrame | null;
  /** What a promise stands for that was told of and is told of once more. */
  toldAnew(known: Origin, origin: Origin): void;
}

const NONE: readonly PrimitiveInfo[] = [];

type Acquire = Extract<ProbeMessage, { event: "acquire" }>;
type Release = Extract<ProbeMessage, { event: "release" }>;

export class Holders {
  readonly #calls: Calls;
  readonly #host: HoldersHost;
  readonly #locks = new HeldLocks();
  /** Who was given a permit by the name of a promise that is no wait, for who gives it back by that name. */
  readonly #heldFor = new WeakMap<object, ActiveCall>();
  /** What is unclaimed, by the promise: whoever does the work that the promise follows may have it. */
  readonly #unclaimed = new Map<object, PrimitiveInfo>();
  /** Where a task that runs by a limiter's leave has its place, which it gives back by ending. */
  readonly #placeOf = new WeakMap<ActiveCall, PrimitiveInfo>();

  constructor(calls: Calls, host: HoldersHost) {
    this.#calls = calls;
    this.#host = host;
    calls.states.spawnedEnded = (call) => this.#taskEnded(call);
  }

  /** Pairs of locks that were held together, new since the last time. */
  takeLockOrders(): LockOrder[] {
    return this.#locks.take();
  }

  acquired(info: PrimitiveInfo, promise: Acquire["promise"]): void {
    const node = promise === undefined ? undefined : nodeOf(promise);
    const holder = promise === undefined ? this.#runner() : whoAwaits(node);
    if (node instanceof Origin && node.kind === "told") this.#host.toldAnew(node, new Origin("told", null));
    if (holder === null) {
      if (promise !== undefined) {
        this.#unclaimed.set(promise, info);
        info.unclaimed.add(promise);
      }
      this.#host.changed(info);
      return;
    }
    if (node instanceof Origin) this.#served(node, holder);
    else if (node === holder && isSpawned(holder)) this.#placeOf.set(holder, info);
    else if (promise !== undefined) this.#heldFor.set(promise, holder);
    this.#holds(info, holder, promise);
  }

  /** Given back by the running task if it holds it; else by somebody in the place of the one that has it longest. */
  released(info: PrimitiveInfo, promise: Release["promise"]): void {
    const { holders } = info;
    if (promise !== undefined) {
      this.#claim(promise, info);
      const node = nodeOf(promise);
      const holder = this.#heldFor.get(promise) ?? (node instanceof Origin ? node.waiter : undefined);
      if (holder != null) holders.delete(holder);
    } else {
      const { running } = this.#calls;
      const call = running !== null && holders.has(running) ? running : this.#calls.responsible().call;
      const unclaimed = holders.has(call) ? null : info.unclaimed.first;
      if (unclaimed === null) this.#releasedBy(call, info);
      else this.#claim(unclaimed, info);
    }
    this.#locks.released(info);
    this.#host.changed(info);
  }

  /** The promise by whose name something may have been given is followed by the work of `worker`. */
  followed(promise: object, worker: ActiveCall): void {
    const info = this.#unclaimed.get(promise);
    if (info !== undefined) this.#holdsFor(promise, info, worker);
  }

  /** What is unclaimed belongs to whoever awaits the promise by now. */
  settle(): void {
    for (const [promise, info] of this.#unclaimed) {
      const node = nodeOf(promise);
      if (node instanceof Origin && node.waiter !== null) this.#holdsFor(promise, info, node.waiter);
    }
  }

  #releasedBy(call: ActiveCall, info: PrimitiveInfo): void {
    const { holders } = info;
    const holder = holders.has(call) ? call : holders.first;
    if (holder === null || (holder !== call && taskOf(holder) !== taskOf(call))) info.handedOver = true;
    if (holder !== null) holders.remove(holder);
  }

  /** Null for who is only responsible for a callback that acquires: it holds nothing itself. */
  #runner(): ActiveCall | null {
    const { call, callback } = this.#calls.responsible();
    return callback ? null : call;
  }

  #claim(promise: object, info: PrimitiveInfo): void {
    if (this.#unclaimed.delete(promise)) info.unclaimed.delete(promise);
  }

  #holdsFor(promise: object, info: PrimitiveInfo, holder: ActiveCall): void {
    this.#claim(promise, info);
    this.#heldFor.set(promise, holder);
    this.#holds(info, holder, null);
  }

  /** `promise`: by the name of which it was given; undefined for the running task, null where it is not known. */
  #holds(info: PrimitiveInfo, holder: ActiveCall, promise: object | null | undefined): void {
    info.holders.add(holder);
    if (info.kind === "mutex" || info.kind === "rwmutex") {
      if (this.#locks.isAlone(info)) this.#locks.hold(info);
      else this.#locks.taken(holder, info, promise === undefined ? this.#host.lockingSite() : holder.site);
    }
    this.#host.changed(info);
  }

  #taskEnded(task: ActiveCall): void {
    const info = this.#placeOf.get(task);
    if (info === undefined) return;
    info.holders.delete(task);
    this.#host.changed(info);
  }

  /** It waits for the lock no more, though under load the library may let it go on only a while later. */
  #served(origin: Origin, waiter: ActiveCall): void {
    if (waiter.target !== origin || !waiter.waiting) return;
    origin.op = "promise";
    origin.primitives = NONE;
    this.#calls.states.followed(origin);
  }
}

/** A task that was told of, as itself or by its token. */
export function isSpawned(node: unknown): node is ActiveCall {
  return node instanceof ActiveCall && (node.flags & StartFlag.spawned) !== 0;
}

/** Who waits for the promise of this node, where it is known. */
export function whoAwaits(node: unknown): ActiveCall | null {
  if (node instanceof ActiveCall) return node;
  return node instanceof Origin ? node.waiter : null;
}
