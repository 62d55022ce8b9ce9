/** When a debugger held the program, in milliseconds since its start: time stands still then, and no wait grows. */
export class HeldTimes {
  readonly #over: { readonly fromMs: number; readonly untilMs: number }[] = [];
  #sinceMs: number | null = null;

  /** Null while nobody holds it. */
  get sinceMs(): number | null {
    return this.#sinceMs;
  }

  begin(nowMs: number): void {
    this.#sinceMs ??= nowMs;
  }

  end(nowMs: number): void {
    if (this.#sinceMs === null) return;
    this.#over.push({ fromMs: this.#sinceMs, untilMs: nowMs });
    this.#sinceMs = null;
  }

  /** How long the program ran between two moments. */
  runningMs(fromMs: number, untilMs: number): number {
    let running = Math.min(untilMs, this.#sinceMs ?? untilMs) - fromMs;
    for (const held of this.#over) {
      running -= Math.max(0, Math.min(untilMs, held.untilMs) - Math.max(fromMs, held.fromMs));
    }
    return Math.max(0, running);
  }
}
