import { ActiveCall, Candidate } from "./node.js";

/** What runs its first section: a call, or what may turn out to be one. */
export type OpenCall = ActiveCall | Candidate;

/** Calls that run their first section right now, innermost last: each was called by the one before it. */
export class OpenCalls {
  readonly #calls: OpenCall[] = [];
  #depth = 0;

  get top(): OpenCall | null {
    return this.#depth === 0 ? null : (this.#calls[this.#depth - 1] ?? null);
  }

  get isEmpty(): boolean {
    return this.#depth === 0;
  }

  push(call: OpenCall): void {
    this.#calls[this.#depth++] = call;
  }

  /** The call has awaited or ended, and so has whatever it called. */
  closeDownTo(call: OpenCall): void {
    for (let i = this.#depth - 1; i >= 0; i--) {
      const open = this.#calls[i];
      if (open === call || (open instanceof Candidate && open.call === call)) this.#depth = i;
    }
  }

  /** A call that returned a promise ends its first section without an event: closes those not in `names`. */
  closeNotIn(names: ReadonlySet<string | null>): void {
    for (let top = this.top; top instanceof ActiveCall && top.confirmed; top = this.top) {
      if (top.functionName === undefined || names.has(top.functionName)) return;
      this.#depth--;
    }
  }

  /** A candidate fits always: nothing is known of it. */
  innermost(fits: (call: ActiveCall) => boolean): OpenCall | null {
    for (let i = this.#depth - 1; i >= 0; i--) {
      const call = this.#calls[i];
      if (call !== undefined && (call instanceof Candidate || fits(call))) return call;
    }
    return null;
  }

  clear(): void {
    // Slots keep what they held until they are used again: a handful of small objects.
    this.#depth = 0;
  }
}
