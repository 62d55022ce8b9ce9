/** A snapshot is as large as the heap that it tells of: it goes with whoever reads it, not with the connection. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collectGarbage } from "../../../server/dump/garbage.js";
import { HeapObjects } from "../../../server/dump/heap-objects.js";
import { InspectorSession, type Channel } from "../../../server/dump/inspector/session.js";
import { takeSnapshot } from "../../../server/dump/take.js";
import { heapText } from "./heap-text.js";

const HEAP = heapText([{ type: "object", edges: [["property", 0]] }]);

/** An inspector that sends a heap when it is asked for one, and agrees to everything else. */
class Inspector implements Channel {
  onText: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;

  send(text: string): void {
    const { id, method } = JSON.parse(text) as { id: number; method: string };
    if (method === "HeapProfiler.takeHeapSnapshot") this.#tell({ chunk: HEAP });
    this.onText(JSON.stringify({ id, result: {} }));
  }

  close(): void {
    this.onClose();
  }

  #tell(params: object): void {
    this.onText(JSON.stringify({ method: "HeapProfiler.addHeapSnapshotChunk", params }));
  }
}

async function readAndLetGo(session: InspectorSession): Promise<WeakRef<object>> {
  const { snapshot, bytes } = await takeSnapshot(session, () => undefined);
  assert.equal(bytes, HEAP.length);
  const objects = await HeapObjects.open(session, snapshot);
  await objects.close();
  return new WeakRef(snapshot);
}

describe("a session", () => {
  it("holds nothing of a snapshot that was taken through it", async () => {
    const session = new InspectorSession(new Inspector());
    const snapshot = await readAndLetGo(session);
    // What a WeakRef was made of lives to the end of the turn.
    await new Promise((turn) => setImmediate(turn));
    collectGarbage();
    assert.equal(snapshot.deref(), undefined);
    session.close();
  });
});
