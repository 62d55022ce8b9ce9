/**
 * Asks again and again while the page is seen, and not at all while it is hidden. A host that takes long to answer is
 * asked more seldom: looking must not cost what is looked at.
 */
const SHORTEST_MS = 250;
const SHARE = 4;

export class Pull {
  readonly #work: () => Promise<boolean>;
  #timer = 0;
  #busy = false;
  #paused = false;

  /** @param work returns whether there is more to ask for at once */
  constructor(work: () => Promise<boolean>) {
    this.#work = work;
    document.addEventListener("visibilitychange", () => this.#plan(0));
  }

  start(): void {
    this.#plan(0);
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.#plan(0);
  }

  get paused(): boolean {
    return this.#paused;
  }

  #plan(waitMs: number): void {
    clearTimeout(this.#timer);
    if (document.hidden || this.#paused || this.#busy) return;
    this.#timer = setTimeout(() => void this.#ask(), waitMs);
  }

  async #ask(): Promise<void> {
    this.#busy = true;
    const startedMs = performance.now();
    let more = false;
    try {
      more = await this.#work();
    } finally {
      this.#busy = false;
      const tookMs = performance.now() - startedMs;
      this.#plan(more ? 0 : Math.max(SHORTEST_MS, SHARE * tookMs));
    }
  }
}
