/** The worker threads of a process: each has an inspector of its own, reached through that of the main thread. */
import { setTimeout as delay } from "node:timers/promises";
import { InspectorSession, type Channel } from "./session.js";

/** For those that are told right after one asks. */
const SETTLING_MS = 50;
/**
 * A thread that sleeps in `Atomics.wait`, as those of pools do, answers simple questions out of its sleep, but
 * never comes to the end of one that needs its event loop, and a snapshot of it may never end.
 */
const ANSWER_MS = 1000;

/** What is said of a question to one that has ended. */
export const WORKER_ENDED = "the worker has ended";

interface Attached {
  readonly sessionId: string;
}

interface Received {
  readonly sessionId: string;
  readonly message: string;
}

class WorkerChannel implements Channel {
  onText: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;
  readonly #main: InspectorSession;
  readonly #sessionId: string;

  constructor(main: InspectorSession, sessionId: string) {
    this.#main = main;
    this.#sessionId = sessionId;
  }

  send(message: string): void {
    const params = { message, sessionId: this.#sessionId };
    this.#main.send("NodeWorker.sendMessageToWorker", params).catch(() => this.onClose());
  }

  close(): void {
    this.#main.send("NodeWorker.detach", { sessionId: this.#sessionId }).catch(() => undefined);
    this.onClose();
  }
}

interface Worker {
  readonly channel: WorkerChannel;
  readonly session: InspectorSession;
}

/** Those that run: when they are entered, and those that are started before they are left again. */
export class Workers {
  readonly #main: InspectorSession;
  readonly #workers = new Map<string, Worker>();

  private constructor(main: InspectorSession) {
    this.#main = main;
  }

  /** @param main one session can be used for one of these at a time */
  static async enter(main: InspectorSession): Promise<Workers> {
    const workers = new Workers(main);
    main.on("NodeWorker.attachedToWorker", ({ sessionId }: Attached) => workers.#add(sessionId));
    main.on("NodeWorker.receivedMessageFromWorker", ({ sessionId, message }: Received) => {
      workers.#workers.get(sessionId)?.channel.onText(message);
    });
    main.on("NodeWorker.detachedFromWorker", ({ sessionId }: Attached) => workers.#remove(sessionId));
    // A question that is on its way to a worker has been answered already as far as the main thread is concerned.
    void main.lost.then(() => {
      for (const sessionId of workers.#workers.keys()) workers.#remove(sessionId);
    });
    await main.send("NodeWorker.enable", { waitForDebuggerOnStart: false });
    await delay(SETTLING_MS);
    return workers;
  }

  get sessions(): InspectorSession[] {
    return [...this.#workers.values()].map(({ session }) => session);
  }

  async leave(): Promise<void> {
    await this.#main.send("NodeWorker.disable");
  }

  #add(sessionId: string): void {
    const channel = new WorkerChannel(this.#main, sessionId);
    this.#workers.set(sessionId, { channel, session: new InspectorSession(channel, WORKER_ENDED) });
  }

  #remove(sessionId: string): void {
    this.#workers.get(sessionId)?.channel.onClose();
    this.#workers.delete(sessionId);
  }
}

/** Its event loop turns. */
export async function isAwake(worker: InspectorSession): Promise<boolean> {
  const expression = "new Promise((rests) => setImmediate(rests))";
  const answer = await inTime(worker.send("Runtime.evaluate", { expression, awaitPromise: true }));
  return answer !== null;
}

/** A debugger holds it: its event loop stands still, but the thread answers everything that it is asked. */
export async function isHeld(worker: InspectorSession): Promise<boolean> {
  let held = false;
  worker.on("Debugger.paused", () => (held = true));
  // Of a pause that is there already the engine tells each debugger that is turned on.
  await inTime(worker.send("Debugger.enable").then(() => worker.send("Debugger.disable")));
  worker.off("Debugger.paused");
  return held;
}

/** Null when there is no answer, or none within the time. */
export function inTime<Answer>(question: Promise<Answer>): Promise<Answer | null> {
  return Promise.race([question.catch(() => null), delay(ANSWER_MS, null, { ref: false })]);
}
