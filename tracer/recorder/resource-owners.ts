/**
 * Who created a timer, a socket, a request: by its asynchronous id.
 *
 * Node could hand out the resource that calls back itself (`executionAsyncResource`), and the owner could be stamped on
 * it. But once that was asked for, and a hook is on, Node calls every callback through a function of its own, which is
 * then a line in the stack of every error.
 *
 * Nothing tells cheaply when a resource is gone. So owners are kept in two generations: one that was not asked for
 * while many thousands of others were created is forgotten, and what it calls back belongs to the main flow.
 */
import type { OpenCall } from "./node.js";

const GENERATION = 16_384;

export class ResourceOwners {
  #young = new Map<number, OpenCall>();
  #old = new Map<number, OpenCall>();

  set(asyncId: number, owner: OpenCall): void {
    this.#young.set(asyncId, owner);
    if (this.#young.size < GENERATION) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  get(asyncId: number): OpenCall | undefined {
    const young = this.#young.get(asyncId);
    if (young !== undefined) return young;
    const old = this.#old.get(asyncId);
    // Those that call back again and again stay: servers, sockets, intervals.
    if (old !== undefined) this.set(asyncId, old);
    return old;
  }
}
