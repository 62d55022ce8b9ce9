/**
 * The ways to a program's threads. All of them go by one connection: who has opened a program's inspector closes it again,
 * and with it the connections of all others.
 */
import { LOAD_BUILTIN } from "../../dump/inside/load-builtin.js";
import type { InspectorSession } from "../../dump/inspector/session.js";
import { inTime, isAwake, isHeld, WORKER_ENDED, Workers } from "../../dump/inspector/workers.js";

const MAIN_THREAD = 0;

const BUSY = "the worker is busy, or asleep, and does not answer";

/** A connection to a program's inspector. */
export interface Connection {
  readonly session: InspectorSession;
  leave(): Promise<unknown>;
}

/** A way to one of its threads. */
export interface Thread extends Connection {
  /** To be awaited before each question: rejects when the thread would not answer it. */
  readonly untilReady: () => Promise<void>;
}

export class EngineThreads {
  readonly #connect: () => Promise<Connection>;
  #connection: Promise<Connection> | null = null;
  #workers: Promise<Workers> | null = null;
  /** The threads that are entered now. */
  #entered = 0;
  /** An inspector that is just being closed is not to be connected to. */
  #left: Promise<unknown> = Promise.resolve();

  /** @param connect opens a connection to the program */
  constructor(connect: () => Promise<Connection>) {
    this.#connect = connect;
  }

  /**
   * @param threadId as Node counts them
   * @throws {Error} when the program cannot be asked, or the thread has ended or does not answer
   */
  async enter(threadId: number): Promise<Thread> {
    this.#entered++;
    try {
      this.#connection ??= this.#left.then(this.#connect);
      const { session: main } = await this.#connection;
      const leave = (): Promise<void> => this.#leave();
      if (threadId === MAIN_THREAD) return { session: main, leave, untilReady: () => Promise.resolve() };
      this.#workers ??= Workers.enter(main);
      const session = await workerOf((await this.#workers).sessions, threadId);
      return { session, leave, untilReady: () => untilReady(session) };
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  /** With the last thread the program is left. */
  async #leave(): Promise<void> {
    if (--this.#entered > 0) return;
    const [connection, workers] = [this.#connection, this.#workers];
    this.#connection = this.#workers = null;
    this.#left = leaveProgram(connection, workers).catch(() => undefined);
    await this.#left;
  }
}

async function leaveProgram(
  connection: Promise<Connection> | null,
  workers: Promise<Workers> | null,
): Promise<void> {
  const entered = await workers?.catch(() => undefined);
  // A program that hangs is left all the same.
  if (entered !== undefined) await inTime(entered.leave());
  await (await connection?.catch(() => undefined))?.leave();
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
}

/** The inspector's own ids of workers are others than Node's, so each is asked who it is. */
async function workerOf(sessions: readonly InspectorSession[], threadId: number): Promise<InspectorSession> {
  const expression = `(${LOAD_BUILTIN})("node:worker_threads").threadId`;
  const params = { expression, includeCommandLineAPI: true, returnByValue: true, silent: true };
  const answers = await Promise.all(
    sessions.map((session) => inTime(session.send<Evaluated>("Runtime.evaluate", params))),
  );
  const session = sessions[answers.findIndex((answer) => answer?.result.value === threadId)];
  if (session !== undefined) return session;
  throw new Error(answers.includes(null) ? BUSY : WORKER_ENDED);
}

async function untilReady(worker: InspectorSession): Promise<void> {
  if ((await isHeld(worker)) || (await isAwake(worker))) return;
  throw new Error(worker.isLost ? WORKER_ENDED : BUSY);
}
