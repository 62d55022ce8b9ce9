import { ActiveCall } from "./active-call.js";
import type { CallContext, CallStates } from "./call-states.js";
import { Candidate, callOf, type OpenCall } from "./node.js";
import { stampNewPromise } from "./stamp.js";

/**
 * Calls that run their first section right now, innermost last: each was called by the one before it.
 *
 * In a hot program most promises that are born without a parent are calls that end at once, or no calls at all. So
 * one of which nothing is known stands here as the bare promise, and gets its node (and its stamp) only when
 * something else must refer to it.
 */
export class OpenCalls {
  readonly #nodes: (OpenCall | null)[] = [];
  /** The promises of those that have no node yet; one place further, of the one that was closed last. */
  readonly #promises: (object | null)[] = [];
  #depth = 0;
  /** Places of promises that may be filled. */
  #filled = 0;

  /** Those that are told to be running until they are told to have left, innermost last. */
  readonly #pinned: ActiveCall[] = [];

  readonly #contextOfFirst: () => CallContext;

  /** @param contextOfFirst Who makes the outermost call. */
  constructor(contextOfFirst: () => CallContext) {
    this.#contextOfFirst = contextOfFirst;
  }

  get isEmpty(): boolean {
    return this.#depth === 0;
  }

  get top(): OpenCall | null {
    return this.#depth === 0 ? null : this.#nodeAt(this.#depth - 1);
  }

  /**
   * Who creates a resource. Where nothing is known of the innermost it is most often the promise that the resource will
   * settle, and who called for that is meant.
   */
  get creator(): OpenCall | null {
    const top = this.#depth - 1;
    if (top > 0 && this.#nodes[top] === null) return this.#nodeAt(top - 1);
    return this.top;
  }

  /** The innermost, of which so much is known now that it awaits. */
  topAsCall(states: CallStates): OpenCall | null {
    const index = this.#depth - 1;
    if (index < 0) return null;
    const known = this.#nodes[index] ?? null;
    const promise = this.#promises[index];
    if (known !== null || promise == null) return known ?? this.#nodeAt(index);
    const below = index === 0 ? null : this.#nodeAt(index - 1);
    const call = states.create(below === null ? this.#contextOfFirst() : { call: below, callback: false }, 0);
    stampNewPromise(promise, call);
    this.#promises[index] = null;
    return (this.#nodes[index] = call);
  }

  /** The innermost, where it is known to be a call. */
  get topCall(): ActiveCall | null {
    return callOf(this.#nodes[this.#depth - 1]);
  }

  push(call: OpenCall): void {
    this.#nodes[this.#depth] = call;
    if (this.#depth < this.#filled) this.#promises[this.#depth] = null;
    this.#depth++;
  }

  /** A promise of which nothing is known but its birth. */
  pushUnknown(promise: object): void {
    this.#nodes[this.#depth] = null;
    this.#promises[this.#depth++] = promise;
    if (this.#depth > this.#filled) this.#filled = this.#depth;
  }

  pin(call: ActiveCall): void {
    this.#pinned.push(call);
    this.push(call);
  }

  isPinned(call: ActiveCall): boolean {
    return this.#pinned.includes(call);
  }

  unpin(call: ActiveCall): void {
    const index = this.#pinned.lastIndexOf(call);
    if (index < 0) return;
    this.#pinned.length = index;
    this.closeDownTo(call);
  }

  /** The promise of the innermost, where nothing is known of it. Null as well when one further in has just been closed. */
  get topUnknown(): object | null {
    const top = this.#depth - 1;
    if (top < 0 || top >= this.#filled) return null;
    return this.#depth < this.#filled && this.#promises[this.#depth] !== null
      ? null
      : (this.#promises[top] ?? null);
  }

  /** Whether this is the promise of the innermost, of which nothing is known. */
  topIsUnknown(promise: object): boolean {
    const top = this.#depth - 1;
    return top >= 0 && top < this.#filled && this.#promises[top] === promise;
  }

  /** Whether this is the promise of the one that was closed last, and settled, without ever being known. */
  hasJustClosed(promise: object): boolean {
    return this.#depth < this.#filled && this.#promises[this.#depth] === promise;
  }

  /** Closes the innermost if it is the unknown one with this promise. */
  closeTopUnknown(promise: object): boolean {
    const isTop = this.topIsUnknown(promise);
    if (isTop) this.#depth--;
    return isTop;
  }

  /**
   * Closes the unknown one with this promise, which is known now, and whatever it called. Returns whether there was
   * one.
   */
  closeUnknown(promise: object): boolean {
    const index = this.#indexOfUnknown(promise);
    if (index < 0) return false;
    this.#depth = index;
    // It has not settled, as one that has just closed is taken to have.
    this.#promises[index] = null;
    return true;
  }

  /** The call has awaited or ended, and so has whatever it called. */
  closeDownTo(call: OpenCall): void {
    for (let i = this.#depth - 1; i >= 0; i--) {
      const open = this.#nodes[i];
      if (open === call || (open instanceof Candidate && open.call === call)) this.#depth = i;
    }
  }

  /**
   * Takes out those of which nothing is known and whose promise is among these: somebody has it at hand, so it is not that
   * of a call that runs its first section.
   */
  drop(promises: readonly unknown[]): void {
    const unknown = Math.min(this.#depth, this.#filled);
    let first = 0;
    while (first < unknown && this.#promises[first] === null) first++;
    if (first === unknown) return;
    const dropped = new Set(promises);
    let kept = first;
    for (let i = first; i < this.#depth; i++) {
      const promise = i < unknown ? (this.#promises[i] ?? null) : null;
      if (promise !== null && dropped.has(promise)) continue;
      this.#nodes[kept] = this.#nodes[i] ?? null;
      this.#promises[kept++] = promise;
    }
    for (let i = kept; i < this.#filled; i++) this.#promises[i] = null;
    this.#depth = kept;
  }

  /** A call that returned a promise ends its first section without an event: closes those not in `names`. */
  closeNotIn(names: ReadonlySet<string | null>): void {
    while (this.#depth > 0) {
      const top = this.#nodes[this.#depth - 1];
      if (!(top instanceof ActiveCall) || !top.confirmed) return;
      if (this.#pinned.length > 0 && this.isPinned(top)) return;
      if (top.functionName === undefined || names.has(top.functionName)) return;
      this.#depth--;
    }
  }

  /** A candidate fits always: nothing is known of it. */
  innermost(fits: (call: ActiveCall) => boolean): OpenCall | null {
    for (let i = this.#depth - 1; i >= 0; i--) {
      const call = this.#nodes[i];
      if (!(call instanceof ActiveCall) || fits(call)) return this.#nodeAt(i);
    }
    return null;
  }

  clear(): void {
    // Nodes may stay where they are until their place is used again, but no promise is kept alive.
    for (let i = 0; i < this.#filled; i++) this.#promises[i] = null;
    this.#depth = this.#filled = 0;
    // To cut an array costs even where there is nothing to cut, and this runs after each reaction.
    if (this.#pinned.length > 0) this.#pinned.length = 0;
  }

  #indexOfUnknown(promise: object): number {
    let index = Math.min(this.#depth, this.#filled) - 1;
    while (index >= 0 && this.#promises[index] !== promise) index--;
    return index;
  }

  /** A node is its inner's parent, so all below get theirs as well. */
  #nodeAt(index: number): OpenCall {
    let first = index;
    while (first >= 0 && this.#nodes[first] == null) first--;
    let node = first < 0 ? null : (this.#nodes[first] ?? null);
    for (let i = first + 1; i <= index; i++) node = this.#known(i, node);
    return node ?? this.#known(index, null);
  }

  #known(index: number, parent: OpenCall | null): Candidate {
    const { call, callback } = parent === null ? this.#contextOfFirst() : { call: parent, callback: false };
    const candidate = new Candidate(call, callback);
    const promise = this.#promises[index];
    if (promise != null) stampNewPromise(promise, candidate);
    this.#promises[index] = null;
    return (this.#nodes[index] = candidate);
  }
}
