/** Moments of a run that is over, and the one that is looked at. */
import type { Still } from "../../server/dap/protocol.js";
import { KeptViews } from "./kept-rows.js";

export class KeptPast {
  /** Null: it is looked at as it is. */
  shown: Still | null = null;
  views: KeptViews | null = null;
  readonly #stills: Still[] = [];

  /** @param still later than those before */
  keep(still: Still): void {
    this.#stills.push(still);
  }

  /** As it stood then: at the latest moment that is known and not after that. */
  lookAt(atMs: number | null): void {
    const [first = null] = this.#stills;
    const still = atMs === null ? null : (this.#stills.findLast((one) => one.atMs <= atMs) ?? first);
    if (still === this.shown) return;
    this.shown = still;
    this.views = still === null ? null : new KeptViews(still.rows);
  }
}
