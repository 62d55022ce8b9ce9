/** At most ten times a second, and no more than a third of the time; but who waits for a busy machine waits no longer. */
const SHORTEST_MS = 100;
const SHARE = 2;
const LONGEST_MS = 400;

/** How often a view may ask for its rows: the more it takes, the less often. */
export class RefreshPace {
  #notBeforeMs = 0;

  waitMs(nowMs: number): number {
    return Math.max(0, this.#notBeforeMs - nowMs);
  }

  /** A refresh took so long. */
  took(startedMs: number, endedMs: number): void {
    this.#notBeforeMs = endedMs + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, SHARE * (endedMs - startedMs)));
  }
}
