/** The heaps of a program's threads: a snapshot of one makes no other stand still, nor wait for an answer. */
import type { Unit } from "../../model/tasks.js";
import { EngineHeap } from "./engine-heap.js";
import { EngineThreads, type Connection, type Thread } from "./engine-threads.js";

export class EngineHeaps {
  readonly #threads: EngineThreads;
  readonly #heaps = new Map<number, EngineHeap>();

  /** @param connect opens a connection to the program */
  constructor(connect: () => Promise<Connection>) {
    this.#threads = new EngineThreads(connect);
  }

  /** @param unit of the main process */
  of({ threadId }: Unit): EngineHeap {
    const known = this.#heaps.get(threadId);
    if (known !== undefined) return known;
    const heap = new EngineHeap(() => this.#threads.enter(threadId));
    this.#heaps.set(threadId, heap);
    return heap;
  }

  /** A way to a thread for other questions, to be left again. @throws {Error} when there is none */
  enter(threadId: number): Promise<Thread> {
    return this.#threads.enter(threadId);
  }

  /** Leaves the program alone. */
  async close(): Promise<void> {
    await Promise.all([...this.#heaps.values()].map((heap) => heap.close()));
  }
}
