/** At most ten times a second, and never more than half of the time: 100,000 tasks take a while to look at. */
const SHORTEST_MS = 100;
const SHARE = 2;

/** Does its work soon after it is woken, however often it is. */
export class Pulse {
  readonly #work: () => void;
  #timer: NodeJS.Timeout | null = null;
  #notBeforeMs = 0;

  constructor(work: () => void) {
    this.#work = work;
  }

  wake(): void {
    if (this.#timer !== null) return;
    const waitMs = Math.max(0, this.#notBeforeMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const startedMs = performance.now();
      this.#work();
      const tookMs = performance.now() - startedMs;
      this.#notBeforeMs = startedMs + Math.max(SHORTEST_MS, SHARE * tookMs);
    }, waitMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
