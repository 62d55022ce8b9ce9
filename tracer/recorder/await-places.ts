import type { WireFrame } from "../wire/index.js";

/** Places of the program that were seen both ways; a program has no more awaits than this in practice. */
const KNOWN_AT_MOST = 10_000;

/**
 * A place that is read at once is the last call inside of the `await` expression; one that is read late is the
 * `await` itself, which is what a reader looks for. Where a promise cannot be asked late (several things await
 * it), what was learnt at the same place before serves.
 */
export class AwaitPlaces {
  readonly #awaitOf = new Map<string, WireFrame>();
  /** A place is the same object for all calls that stand there. */
  readonly #places = new Map<string, WireFrame>();

  /** The `await` of a place that was read at once, if both were read there before. */
  known(atOnce: WireFrame): WireFrame | null {
    return this.#awaitOf.get(keyOf(atOnce)) ?? null;
  }

  /** The `await` of a call's wait, from both readings; null where only the one at once is known. */
  awaitOf(atOnce: WireFrame | null, late: WireFrame | null): WireFrame | null {
    if (late === null) return atOnce === null ? null : this.known(atOnce);
    const place = this.#same(late);
    if (atOnce !== null && this.#awaitOf.size < KNOWN_AT_MOST) this.#awaitOf.set(keyOf(atOnce), place);
    return place;
  }

  #same(place: WireFrame): WireFrame {
    const key = keyOf(place);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#places.size < KNOWN_AT_MOST) this.#places.set(key, place);
    return place;
  }
}

function keyOf(frame: WireFrame): string {
  return `${frame.line}:${frame.column}:${frame.file}`;
}
