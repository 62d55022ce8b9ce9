/** The sessions with a process's workers, over that with its main thread. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InspectorSession, type Channel } from "../../../server/dump/inspector/session.js";
import { Workers } from "../../../server/dump/inspector/workers.js";

/** A main thread that does what it is told at once, and has one worker, which never answers. */
class OneWorker implements Channel {
  onText: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;

  send(text: string): void {
    const { id, method } = JSON.parse(text) as { id: number; method: string };
    if (method === "NodeWorker.enable") this.tell("attachedToWorker");
    this.onText(JSON.stringify({ id, result: {} }));
  }

  tell(event: string): void {
    this.onText(JSON.stringify({ method: `NodeWorker.${event}`, params: { sessionId: "1" } }));
  }

  close(): void {
    this.onClose();
  }
}

async function enter(): Promise<{ readonly main: OneWorker; readonly workers: Workers }> {
  const main = new OneWorker();
  return { main, workers: await Workers.enter(new InspectorSession(main)) };
}

describe("a question to a worker", () => {
  const ends = {
    "the worker": (main: OneWorker) => main.tell("detachedFromWorker"),
    "the connection to its process": (main: OneWorker) => main.close(),
  };
  for (const [what, end] of Object.entries(ends)) {
    it(`fails when ${what} ends before the answer`, async () => {
      const { main, workers } = await enter();
      const [worker] = workers.sessions;
      assert.ok(worker !== undefined);
      const question = worker.send("Runtime.evaluate", { expression: "1" });
      end(main);
      await assert.rejects(question, { name: "ConnectionLost", message: "the worker has ended" });
      assert.equal(worker.isLost, true);
      assert.deepEqual(workers.sessions, []);
    });
  }
});
