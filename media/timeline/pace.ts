/** How often all spans of a run are summed up: of a long run that takes a while. */
const EVERY_MS = 1000;
/** For so small a part of the time. */
const SHARE = 30;

export class Pace {
  #notBeforeMs = 0;
  /** What the last sum was of. */
  #news = "";

  /** Does the work if it is time for it, and something is new; with `now`, at once. */
  work(news: string, now: boolean, work: () => void): void {
    const startedMs = performance.now();
    if (!now && (startedMs < this.#notBeforeMs || news === this.#news)) return;
    this.#news = news;
    work();
    const tookMs = performance.now() - startedMs;
    this.#notBeforeMs = startedMs + Math.max(EVERY_MS, SHARE * tookMs);
  }
}
