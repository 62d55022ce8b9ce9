/**
 * What is no promise: timers, sockets, requests, processes.
 *
 * Two things are learnt as they are created: who created them (so that what their callbacks start has a parent),
 * and which promise they will settle, when they are created inside the executor of a `new Promise`.
 *
 * Where Node can leave promises out of `async_hooks` (24 and later), its init hook tells of every resource. Where
 * it cannot (20 and 22), enabling a hook would tag every promise of the program with visible symbols and triple
 * the cost of an await, so there only timers are watched.
 */
import {
  createHook,
  executionAsyncId,
  executionAsyncResource,
  type AsyncHook,
  type HookCallbacks,
} from "node:async_hooks";
import { clearImmediate, clearTimeout, setImmediate, setTimeout } from "node:timers";
import type { WaitOp } from "../wire/index.js";
import type { CallContext } from "./call-states.js";
import type { Calls } from "./calls.js";
import type { Executors } from "./executor.js";
import type { OpenCall } from "./node.js";
import { ResourceOwners } from "./resource-owners.js";
import { resourceOwner } from "./stamp.js";

export type ResourceOwner = OpenCall;

/**
 * The asynchronous id of the turn in which the entry script is evaluated: the first of a process; in a worker the one
 * that the preload runs in as well.
 */
const FIRST_TURN = Math.max(1, executionAsyncId());

const OP_OF_TYPE: Readonly<Record<string, WaitOp>> = {
  Timeout: "timer",
  Immediate: "timer",
  PROCESSWRAP: "child",
  MESSAGEPORT: "message",
  WORKER: "message",
};

/** Resource types that carry no wait of their own. */
const SILENT_TYPES = new Set(["TickObject", "Microtask", "PROMISE", "RANDOMBYTESREQUEST", "TIMERWRAP"]);

export class Resources {
  readonly #calls: Calls;
  readonly #executors: Executors;
  readonly #owners = new ResourceOwners();
  #hook: AsyncHook | null = null;
  /** The turn of which it was last asked who is responsible, and the answer: a turn may start much. */
  #turn = FIRST_TURN;
  #context: CallContext;

  constructor(calls: Calls, executors: Executors) {
    this.#calls = calls;
    this.#executors = executors;
    this.#context = { call: calls.main, callback: false };
  }

  /** Who is responsible for what runs now, when no promise's reaction does: the creator of what calls back. */
  contextOfTurn(): CallContext {
    const turn = Math.max(FIRST_TURN, executionAsyncId());
    if (turn === this.#turn) return this.#context;
    this.#turn = turn;
    return (this.#context = { call: this.#ownerOf(turn) ?? this.#calls.main, callback: turn > FIRST_TURN });
  }

  #ownerOf(turn: number): OpenCall | null {
    if (turn === FIRST_TURN) return null;
    if (this.#hook !== null) return this.#owners.get(turn);
    return resourceOwner.get(executionAsyncResource()) ?? null;
  }

  watch(): void {
    if (!hooksCanLeavePromisesAlone()) {
      this.#watchTimers();
      return;
    }
    const callbacks: Callbacks = {
      init: (id, type, _trigger, resource: object) => {
        if (this.#calls.muted > 0 || SILENT_TYPES.has(type)) return;
        this.#created(type, resource);
        const { creator } = this.#calls;
        // The entry module is taken for the owner of what has none.
        if (creator !== this.#calls.main) this.#owners.set(id, creator);
      },
      trackPromises: false,
    };
    this.#hook = createHook(callbacks).enable();
  }

  stop(): void {
    this.#hook?.disable();
  }

  /** To be asked before who is responsible: the answer makes more of the promise that was born last than is known. */
  readonly #created = (type: string, resource: object): void => {
    const origin = this.#executors.running(this.#created, ({ op }) => op === "promise");
    if (origin === null) return;
    origin.op = OP_OF_TYPE[type] ?? "io";
    if (type === "Timeout") describeTimer(origin, resource as NodeJS.Timeout & { _idleTimeout?: number });
  };

  /**
   * The first assignment to a property of a new timer passes a setter on the prototype, which makes the property
   * and tells us. The timer functions stay what they are.
   */
  #watchTimers(): void {
    const timeout = setTimeout(() => undefined, 0);
    clearTimeout(timeout);
    const immediate = setImmediate(() => undefined);
    clearImmediate(immediate);
    this.#onFirstAssignment(timeout, "_idleTimeout", "Timeout");
    this.#onFirstAssignment(immediate, "_onImmediate", "Immediate");
  }

  #onFirstAssignment(sample: object, property: string, type: string): void {
    const created = (timer: object): void => {
      if (this.#calls.muted > 0) return;
      this.#created(type, timer);
      const { creator } = this.#calls;
      if (creator !== this.#calls.main) resourceOwner.set(timer, creator);
    };
    Object.defineProperty(Object.getPrototypeOf(sample) as object, property, {
      configurable: true,
      enumerable: false,
      get: () => undefined,
      set(this: object, value: unknown) {
        Object.defineProperty(this, property, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
        created(this);
      },
    });
  }
}

function describeTimer(
  origin: { delayMs: number; unreferenced: (() => boolean) | null },
  timer: NodeJS.Timeout & { _idleTimeout?: number },
): void {
  origin.delayMs = timer._idleTimeout ?? 0;
  const weak = new WeakRef(timer);
  origin.unreferenced = () => weak.deref()?.hasRef() === false;
}

/** `trackPromises` is known to Node 24 and later, and not to the type declarations of Node 20. */
interface Callbacks extends HookCallbacks {
  readonly trackPromises: unknown;
}

/** A Node that knows the option checks its type; no hook needs to be enabled to find out. */
function hooksCanLeavePromisesAlone(): boolean {
  try {
    const wrongType: Callbacks = { trackPromises: "?" };
    createHook(wrongType);
    return false;
  } catch {
    return true;
  }
}
