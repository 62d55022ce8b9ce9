/**
 * Primitives that the program has let go of: a service makes a reply channel for each request, and whoever looks at its
 * channels wants to see those that there are. Nothing is asked of the collector; it is only looked at what it has taken,
 * a part at a time.
 */
import type { PrimitiveId } from "../wire/index.js";
import type { PrimitiveInfo } from "./primitive-info.js";

const LOOK_US = 1_000_000;
const LOOKED_AT = 2000;

export class LetGo {
  readonly #told: Watched[] = [];
  #next = 0;
  #lookAtUs = 0;

  watch({ id, subject }: PrimitiveInfo): void {
    this.#told.push({ id, subject });
  }

  /** What is gone, of those that have their turn. */
  next(nowUs: number): PrimitiveId[] {
    if (nowUs < this.#lookAtUs) return [];
    this.#lookAtUs = nowUs + LOOK_US;
    const gone: PrimitiveId[] = [];
    for (let looked = 0; looked < LOOKED_AT && looked < this.#told.length; looked++) {
      if (this.#next >= this.#told.length) this.#next = 0;
      const one = this.#told[this.#next];
      if (one?.subject.deref() !== undefined) {
        this.#next++;
        continue;
      }
      // The last one takes its place, and its turn.
      const last = this.#told.pop();
      if (last !== undefined && last !== one) this.#told[this.#next] = last;
      if (one !== undefined) gone.push(one.id);
    }
    return gone;
  }
}

interface Watched {
  readonly id: PrimitiveId;
  readonly subject: WeakRef<object>;
}
