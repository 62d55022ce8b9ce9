/** At most ten times a second, and never more than a quarter of the time. */
const SHORTEST_MS = 100;
const SHARE = 4;

/** How often a view may ask for its rows: the more it takes, the less often. */
export class RefreshPace {
  #notBeforeMs = 0;

  waitMs(nowMs: number): number {
    return Math.max(0, this.#notBeforeMs - nowMs);
  }

  /** A refresh took so long. */
  took(startedMs: number, endedMs: number): void {
    this.#notBeforeMs = endedMs + Math.max(SHORTEST_MS, SHARE * (endedMs - startedMs));
  }
}
