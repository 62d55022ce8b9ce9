/**
 * The variables of suspended calls, and the values in channels, of one thread of a program: read from the engine when
 * somebody opens them.
 */
import type { CallId, PrimitiveId } from "../../../tracer/wire/index.js";
import { TracedHeap } from "../../dump/traced-heap.js";
import type { Local } from "../../model/dump-records.js";
import type { Thread } from "./engine-threads.js";

/** Who opens one thing opens the next soon; after that the thread is left alone again. */
const IDLE_MS = 5000;

const GONE = "the function has gone on meanwhile";
const CHANNEL_GONE = "the channel is not there any more";

export class EngineHeap {
  readonly #enter: () => Promise<Thread>;
  #thread: Promise<Thread> | null = null;
  #found: TracedHeap | null = null;
  /** One question at a time: they would take the engine's debugger away from each other. */
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  /** @param enter opens a way to the thread */
  constructor(enter: () => Promise<Thread>) {
    this.#enter = enter;
  }

  /** @throws {Error} when the thread cannot be asked, or the call has gone on */
  locals(call: CallId): Promise<readonly Local[]> {
    return this.#ask(
      (heap) => heap.hasCall(call),
      (heap) => heap.locals(call),
      GONE,
    );
  }

  /** @throws {Error} the same, or what the expression throws */
  evaluate(call: CallId, expression: string): Promise<Local> {
    return this.#ask(
      (heap) => heap.hasCall(call),
      (heap) => heap.evaluate(call, expression),
      GONE,
    );
  }

  /** @throws {Error} when the thread cannot be asked, or the channel is gone */
  queued(channel: PrimitiveId): Promise<readonly Local[]> {
    return this.#ask(
      (heap) => heap.hasChannel(channel),
      (heap) => heap.queued(channel),
      CHANNEL_GONE,
    );
  }

  /** Leaves the thread alone. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = this.#found = null;
    await (await thread?.catch(() => undefined))?.leave();
  }

  async #ask<T>(
    isIn: (heap: TracedHeap) => boolean,
    question: (heap: TracedHeap) => Promise<T | null>,
    otherwise: string,
  ): Promise<T> {
    const asked = this.#last.then(async () => {
      clearTimeout(this.#idle);
      try {
        const answer = await question(await this.#heapWith(isIn));
        if (answer === null) throw new Error(otherwise);
        return answer;
      } finally {
        this.#idle = setTimeout(() => void this.close(), IDLE_MS);
      }
    });
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  async #heapWith(isIn: (heap: TracedHeap) => boolean): Promise<TracedHeap> {
    this.#thread ??= this.#enter();
    try {
      const { session, untilReady } = await this.#thread;
      await untilReady();
      if (this.#found !== null && isIn(this.#found)) return this.#found;
      return (this.#found = await TracedHeap.find(session));
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}
