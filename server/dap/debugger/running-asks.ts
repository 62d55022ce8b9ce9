/**
 * Asks threads that are busy what they run, by the inspector: that interrupts a thread which never comes to rest, for some
 * milliseconds, and stops it for nobody. A thread that is busy outside of JavaScript does not answer.
 */
import { askWhatRuns } from "../../dump/ask.js";
import type { EngineHeaps } from "./engine-heaps.js";
import type { Thread } from "./engine-threads.js";

/** In the main process: those that the inspector reaches. */
export type ThreadId = number;

export class RunningAsks {
  readonly #engine: EngineHeaps;
  /** Somebody may be asked without anybody noticing: the program has an inspector that is open. */
  readonly #isOpen: () => Promise<boolean>;
  readonly #entered = new Map<ThreadId, Promise<Thread>>();
  readonly #asking = new Set<ThreadId>();

  constructor(engine: EngineHeaps, isOpen: () => Promise<boolean>) {
    this.#engine = engine;
    this.#isOpen = isOpen;
  }

  /** Where that costs the program no more than the question. */
  async askIfOpen(thread: ThreadId): Promise<void> {
    if (this.#asking.has(thread)) return;
    this.#asking.add(thread);
    try {
      if (this.#entered.has(thread) || (await this.#isOpen())) await this.ask(thread);
    } catch {
      // It is not there any more, or answers nobody.
      await this.#leave(thread);
    } finally {
      this.#asking.delete(thread);
    }
  }

  /**
   * Opens the inspector where it is closed. Afterwards the thread has told what it runs, as far as it runs anything.
   *
   * @throws {Error} when it cannot be asked, or does not answer
   */
  async ask(thread: ThreadId): Promise<void> {
    let entered = this.#entered.get(thread);
    if (entered === undefined) this.#entered.set(thread, (entered = this.#engine.enter(thread)));
    try {
      const { session } = await entered;
      await askWhatRuns(session);
    } catch (error) {
      await this.#leave(thread);
      throw error;
    }
  }

  /** Leaves all threads but these alone. */
  keepOnly(busy: ReadonlySet<ThreadId>): void {
    for (const thread of this.#entered.keys()) if (!busy.has(thread)) void this.#leave(thread);
  }

  async #leave(thread: ThreadId): Promise<void> {
    const entered = this.#entered.get(thread);
    this.#entered.delete(thread);
    await (await entered?.catch(() => undefined))?.leave();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entered.keys()].map((thread) => this.#leave(thread)));
  }
}
