/**
 * Who created a timer, a socket, a request: by its asynchronous id.
 *
 * Node could hand out the resource that calls back itself (`executionAsyncResource`), and the owner could be stamped on
 * it. But once that was asked for, and a hook is on, Node calls every callback through a function of its own, which is
 * then a line in the stack of every error.
 *
 * Nothing tells cheaply when a resource is gone. So each id has a place in a table, which it loses to a later one; what
 * calls back after that belongs to the main flow. One that calls back again and again (a server, a socket, an interval)
 * is kept apart, and forgotten only if it keeps silent while many thousands of others call back.
 */
import type { OpenCall } from "./node.js";

/** Of the table: a power of two, so that an id's low bits are its place. */
const PLACES = 32_768;

const GENERATION = 16_384;

export class ResourceOwners {
  readonly #ids = new Float64Array(PLACES);
  readonly #owners = new Array<OpenCall | null>(PLACES).fill(null);
  /** 1 for one that has called back. */
  readonly #calledBack = new Uint8Array(PLACES);
  #lasting = new Map<number, OpenCall>();
  #older = new Map<number, OpenCall>();

  set(asyncId: number, owner: OpenCall): void {
    const place = asyncId & (PLACES - 1);
    this.#ids[place] = asyncId;
    this.#owners[place] = owner;
    this.#calledBack[place] = 0;
  }

  /** To be asked once for each callback. */
  get(asyncId: number): OpenCall | null {
    const place = asyncId & (PLACES - 1);
    if (this.#ids[place] !== asyncId) return this.#known(asyncId);
    const owner = this.#owners[place] ?? null;
    if (this.#calledBack[place] === 0) {
      this.#calledBack[place] = 1;
      return owner;
    }
    if (owner !== null) this.#keep(asyncId, owner);
    this.#ids[place] = 0;
    this.#owners[place] = null;
    return owner;
  }

  #known(asyncId: number): OpenCall | null {
    const lasting = this.#lasting.get(asyncId);
    if (lasting !== undefined) return lasting;
    const older = this.#older.get(asyncId);
    if (older === undefined) return null;
    this.#keep(asyncId, older);
    return older;
  }

  #keep(asyncId: number, owner: OpenCall): void {
    this.#lasting.set(asyncId, owner);
    if (this.#lasting.size < GENERATION) return;
    this.#older = this.#lasting;
    this.#lasting = new Map();
  }
}
