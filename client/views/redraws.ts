/**
 * How fast VS Code is told of changes: no faster than it draws.
 *
 * VS Code puts each change that it is told of in a line, and draws one after the other. On a busy machine a live view that
 * tells five times a second would be drawn ever later, half a minute behind the program. VS Code asks for a changed row when
 * its turn has come: until then, what changes is held and told at once, afterwards.
 */
import type { Change } from "./row-tree.js";

/** A row that VS Code does not know, or knows no more, is never asked for. */
const WAIT_AT_MOST_MS = 2000;

export class Redraws {
  readonly #held = new Set<Change>();
  #awaited: ReadonlySet<Change> | null = null;
  #toldAtMs = 0;

  /** What VS Code is to be told now: these and what was held, or nothing as long as it has not come to the last. */
  tell(changes: readonly Change[], nowMs: number): readonly Change[] {
    for (const change of changes) this.#held.add(change);
    if (this.#held.size === 0 || this.isBusy(nowMs)) return [];
    const due = this.#held.has(undefined) ? [undefined] : [...this.#held];
    this.#held.clear();
    this.#awaited = new Set(due);
    this.#toldAtMs = nowMs;
    return due;
  }

  isBusy(nowMs: number): boolean {
    return this.#awaited !== null && nowMs - this.#toldAtMs < WAIT_AT_MOST_MS;
  }

  /** VS Code draws this; undefined for the outermost rows. Returns whether it was waited for, and more is held. */
  drawn(change: Change): boolean {
    if (this.#awaited?.has(change) !== true) return false;
    this.#awaited = null;
    return this.#held.size > 0;
  }

  /** All is drawn anew. */
  clear(): void {
    this.#held.clear();
    this.#awaited = null;
  }
}
