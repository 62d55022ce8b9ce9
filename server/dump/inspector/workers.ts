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

interface Attached {
  readonly sessionId: string;
  readonly workerInfo: { readonly title: string };
}

interface Received {
  readonly sessionId: string;
  readonly message: string;
}

export interface WorkerThread {
  readonly title: string;
  readonly session: InspectorSession;
  /** It answers: its event loop turns. */
  readonly awake: boolean;
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

/** Those that run now. To be left again by {@link leaveWorkers}. */
export async function enterWorkers(main: InspectorSession): Promise<WorkerThread[]> {
  const channels = new Map<string, { title: string; channel: WorkerChannel }>();
  main.on("NodeWorker.attachedToWorker", ({ sessionId, workerInfo }: Attached) => {
    channels.set(sessionId, { title: workerInfo.title, channel: new WorkerChannel(main, sessionId) });
  });
  main.on("NodeWorker.receivedMessageFromWorker", ({ sessionId, message }: Received) => {
    channels.get(sessionId)?.channel.onText(message);
  });
  main.on("NodeWorker.detachedFromWorker", ({ sessionId }: { sessionId: string }) => {
    channels.get(sessionId)?.channel.onClose();
  });
  await main.send("NodeWorker.enable", { waitForDebuggerOnStart: false });
  await delay(SETTLING_MS);
  return Promise.all(
    [...channels.values()].map(async ({ title, channel }) => {
      const session = new InspectorSession(channel);
      return { title, session, awake: await answers(session) };
    }),
  );
}

export async function leaveWorkers(main: InspectorSession): Promise<void> {
  await main.send("NodeWorker.disable");
}

async function answers(session: InspectorSession): Promise<boolean> {
  const expression = "new Promise((rests) => setImmediate(rests))";
  const answer = session.send("Runtime.evaluate", { expression, awaitPromise: true }).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, delay(ANSWER_MS, false, { ref: false })]);
}
