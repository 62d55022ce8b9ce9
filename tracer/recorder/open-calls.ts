import type { ActiveCall } from "./node.js";

/** Calls that run their first section right now, innermost last: each was called by the one before it. */
export class OpenCalls {
  readonly #calls: ActiveCall[] = [];
  #depth = 0;

  get top(): ActiveCall | null {
    return this.#depth === 0 ? null : (this.#calls[this.#depth - 1] ?? null);
  }

  get isEmpty(): boolean {
    return this.#depth === 0;
  }

  push(call: ActiveCall): void {
    this.#calls[this.#depth++] = call;
  }

  /** The call has awaited or ended, and so has whatever it called. */
  closeDownTo(call: ActiveCall): void {
    for (let i = this.#depth - 1; i >= 0; i--) {
      if (this.#calls[i] === call) this.#depth = i;
    }
  }

  /** A call that returned a promise ends its first section without an event: closes those not in `names`. */
  closeNotIn(names: ReadonlySet<string | null>): void {
    for (let top = this.top; top?.confirmed === true; top = this.top) {
      if (top.functionName === undefined || names.has(top.functionName)) return;
      this.#depth--;
    }
  }

  innermost(fits: (call: ActiveCall) => boolean): ActiveCall | null {
    for (let i = this.#depth - 1; i >= 0; i--) {
      const call = this.#calls[i];
      if (call !== undefined && fits(call)) return call;
    }
    return null;
  }

  clear(): void {
    // Slots keep what they held until they are used again: a handful of small objects.
    this.#depth = 0;
  }
}
