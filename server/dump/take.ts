/** A heap snapshot, streamed from the inspector into a graph. */
import type { InspectorSession } from "./inspector/session.js";
import { SnapshotParser } from "./snapshot/parser.js";
import type { Snapshot } from "./snapshot/snapshot.js";

export interface Taken {
  readonly snapshot: Snapshot;
  /** How long the process stood still for it. */
  readonly pausedMs: number;
  readonly bytes: number;
}

export async function takeSnapshot(
  session: InspectorSession,
  progress: (bytes: number) => void,
): Promise<Taken> {
  const parser = new SnapshotParser();
  let bytes = 0;
  // An error here must end the dump, not the connection that it happens to come through.
  let failure: unknown;
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }: { chunk: string }) => {
    if (failure !== undefined) return;
    bytes += chunk.length;
    try {
      parser.push(chunk);
    } catch (error) {
      failure = error;
    }
    progress(bytes);
  });
  const startedMs = performance.now();
  try {
    await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false, captureNumericValue: true });
  } finally {
    session.off("HeapProfiler.addHeapSnapshotChunk");
  }
  if (failure !== undefined) throw failure as Error;
  return { snapshot: parser.finish(), pausedMs: performance.now() - startedMs, bytes };
}
