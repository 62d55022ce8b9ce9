/** What the heap tells about the end of each wait: proofs first, then who could bring it about. */
import type { SuspendedCall } from "./calls.js";
import type { Library } from "./library.js";
import type { Liveness } from "./graph/liveness.js";
import type { WaitTarget } from "./graph/waits.js";
import type { Node } from "./snapshot/snapshot.js";
import { UNKNOWN_WAKING, type Waking } from "./waking.js";
import type { Waker } from "./wakers/known-classes.js";
import type { Wakers } from "./wakers/wakers.js";

/** Of what waits for many promises at once, so many are looked into. */
const MEMBERS = 3;

export class WakingOfCalls {
  readonly #liveness: Liveness;
  readonly #wakers: Wakers;
  readonly #library: Library;
  readonly #known = new Map<string, readonly string[]>();

  constructor(liveness: Liveness, wakers: Wakers, library: Library) {
    this.#liveness = liveness;
    this.#library = library;
    this.#wakers = wakers;
  }

  of({ generator }: SuspendedCall, target: WaitTarget | null): Waking {
    if (!this.#liveness.canGoOn(generator)) {
      const inLine = target?.kind === "promise" ? this.#inLine(target.promise) : null;
      return { ...UNKNOWN_WAKING, ...inLine, stuck: true };
    }
    if (target === null || target.kind === "call") return UNKNOWN_WAKING;
    if (target.kind === "promise") return this.#inLine(target.promise) ?? this.#ofPromise(target.promise);
    const members = target.promises.slice(0, MEMBERS).flatMap((promise) => this.#wakers.of(promise));
    return { ...UNKNOWN_WAKING, wakers: this.#told(members) };
  }

  /** Whoever uses the primitive wakes those in line: its name says it all. */
  #inLine(promise: Node): Waking | null {
    const wait = this.#library.waitFor(promise);
    return wait === undefined ? null : { ...UNKNOWN_WAKING, ...wait };
  }

  /** Of thousands that are alike the words are kept once. */
  #told(wakers: readonly Waker[]): readonly string[] {
    const words = [...new Set(wakers.map((one) => one.words))];
    const key = words.join("\n");
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, words);
    return known ?? words;
  }

  #ofPromise(promise: Node): Waking {
    const wakers = this.#wakers.of(promise);
    const [nearest] = wakers;
    return {
      ...UNKNOWN_WAKING,
      op: nearest?.op ?? null,
      delayMs: nearest?.delayMs ?? 0,
      wakers: this.#told(wakers),
    };
  }
}
