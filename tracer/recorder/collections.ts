import type { ActiveCall } from "./active-call.js";

interface Watched {
  readonly call: ActiveCall;
  /** Of the call, when the watch began: a call that has gone on since waits for something else. */
  readonly section: number;
}

interface Asked extends Watched {
  readonly awaited: WeakRef<object>;
}

/**
 * Proof by collection: when a promise that a call waits for is garbage-collected while the call still waits, nobody
 * is left who could settle it, and the call can never go on. Nothing here holds the promise.
 */
export class Collections {
  readonly #proved: (call: ActiveCall) => void;
  readonly #registry: FinalizationRegistry<Watched>;
  /** Whom `sweep` asks; kept only where somebody will sweep. */
  readonly #asked: Set<Asked> | null;

  /** `sweeps`: collections are forced, and their results wanted at once. */
  constructor(proved: (call: ActiveCall) => void, sweeps: boolean) {
    this.#proved = proved;
    this.#asked = sweeps ? new Set() : null;
    this.#registry = new FinalizationRegistry((watched) => this.#collected(watched));
  }

  watch(call: ActiveCall, awaited: object): void {
    const watched = { call, section: call.section };
    if (this.#asked === null) this.#registry.register(awaited, watched);
    else this.#asked.add({ ...watched, awaited: new WeakRef(awaited) });
  }

  /** Looks what is gone right now: the registry's callbacks come a turn later, and after the last turn never. */
  sweep(): void {
    for (const asked of this.#asked ?? []) {
      if (stillWaits(asked) && asked.awaited.deref() !== undefined) continue;
      this.#asked?.delete(asked);
      this.#collected(asked);
    }
  }

  #collected(watched: Watched): void {
    if (stillWaits(watched)) this.#proved(watched.call);
  }
}

function stillWaits({ call, section }: Watched): boolean {
  return call.waiting && call.section === section && !call.ended;
}
