import type { ActiveCall } from "./node.js";

interface Watched {
  readonly call: ActiveCall;
  /** Of the call, when the watch began: a call that has gone on since waits for something else. */
  readonly section: number;
}

/**
 * Proof by collection: when a promise that a call waits for is garbage-collected while the call still waits, nobody
 * is left who could settle it, and the call can never go on. Nothing here holds the promise.
 */
export class Collections {
  readonly #registry: FinalizationRegistry<Watched>;

  constructor(proved: (call: ActiveCall) => void) {
    this.#registry = new FinalizationRegistry(({ call, section }) => {
      if (call.waiting && call.section === section && !call.ended) proved(call);
    });
  }

  watch(call: ActiveCall, awaited: object): void {
    this.#registry.register(awaited, { call, section: call.section });
  }
}
