/** The variables of suspended calls, read from the engine when somebody opens them. */
import type { CallId } from "../../../tracer/wire/index.js";
import type { InspectorSession } from "../../dump/inspector/session.js";
import { TracedCalls } from "../../dump/traced-calls.js";
import type { Local } from "../../model/dump-records.js";

/** A connection to the program's inspector. */
export interface Engine {
  readonly session: InspectorSession;
  leave(): Promise<unknown>;
}

/** Who opens one frame opens the next soon; after that the program is left alone again. */
const IDLE_MS = 5000;

const GONE = "the function has gone on meanwhile";

export class EngineFrames {
  readonly #enter: () => Promise<Engine>;
  #engine: Promise<Engine> | null = null;
  #found: TracedCalls | null = null;
  /** One question at a time: they would take the engine's debugger away from each other. */
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  /** @param enter opens a connection to the program */
  constructor(enter: () => Promise<Engine>) {
    this.#enter = enter;
  }

  /** @throws {Error} when the program cannot be asked, or the call has gone on */
  locals(call: CallId): Promise<readonly Local[]> {
    return this.#ask(call, (calls) => calls.locals(call));
  }

  /** @throws {Error} the same, or what the expression throws */
  evaluate(call: CallId, expression: string): Promise<Local> {
    return this.#ask(call, (calls) => calls.evaluate(call, expression));
  }

  /** Leaves the program alone. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const engine = this.#engine;
    this.#engine = this.#found = null;
    await (await engine?.catch(() => undefined))?.leave();
  }

  async #ask<T>(call: CallId, question: (calls: TracedCalls) => Promise<T | null>): Promise<T> {
    const asked = this.#last.then(async () => {
      clearTimeout(this.#idle);
      try {
        const answer = await question(await this.#callsWith(call));
        if (answer === null) throw new Error(GONE);
        return answer;
      } finally {
        this.#idle = setTimeout(() => void this.close(), IDLE_MS);
      }
    });
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  async #callsWith(call: CallId): Promise<TracedCalls> {
    if (this.#found?.has(call) === true) return this.#found;
    this.#engine ??= this.#enter();
    try {
      const { session } = await this.#engine;
      return (this.#found = await TracedCalls.find(session));
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}
