/** Where each task of the change log was started, and by whom. Read by numbers that stay true, as the change log is. */
import type { TaskRows } from "../../media/wire/columns.js";

const FIRST_ROOM = 256;

export class TaskLog {
  #rows = new Uint32Array(FIRST_ROOM * 3);
  #count = 0;
  #base = 0;
  #whole = 0;

  get base(): number {
    return this.#base;
  }

  get end(): number {
    return this.#base + this.#count;
  }

  canReadFrom(seq: number): boolean {
    return seq >= this.#whole && seq <= this.end;
  }

  push(task: number, site: number, parent: number): void {
    if ((this.#count + 1) * 3 > this.#rows.length) {
      const more = new Uint32Array(this.#rows.length * 2);
      more.set(this.#rows);
      this.#rows = more;
    }
    this.#rows.set([task, site, parent], this.#count++ * 3);
  }

  slice(fromSeq: number, atMost: number): TaskRows {
    const from = Math.max(0, fromSeq - this.#base);
    const count = Math.max(0, Math.min(this.#count - from, atMost));
    const column = (which: number): Uint32Array =>
      Uint32Array.from({ length: count }, (_, i) => this.#rows[(from + i) * 3 + which] ?? 0);
    return { count, task: column(0), site: column(1), parent: column(2) };
  }

  /** Lets go of all others. */
  keep(tasks: ReadonlySet<number>): void {
    let kept = 0;
    for (let i = 0; i < this.#count; i++) {
      if (!tasks.has(this.#rows[i * 3] ?? 0)) continue;
      this.#rows.copyWithin(kept * 3, i * 3, i * 3 + 3);
      kept++;
    }
    this.#whole = this.end;
    this.#base = this.end - kept;
    this.#count = kept;
  }
}
