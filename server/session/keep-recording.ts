import { copyFile, open, truncate, type FileHandle } from "node:fs/promises";
import { RecordWriter } from "../../tracer/wire/index.js";
import type { RecordingTail } from "./recording-tail.js";

const PIECE_BYTES = 1 << 20;

/**
 * One file of a program's recordings: that of its main process as it is, then those of its workers and child processes
 * in pieces. What is cut off at the end of one is left out.
 */
export async function keepRecordings(recordings: readonly RecordingTail[], file: string): Promise<void> {
  const [root, ...members] = recordings;
  if (root === undefined) return;
  await copyFile(root.path, file);
  await truncate(file, root.wholeBytes);
  const kept = await open(file, "a");
  try {
    for (const [index, member] of members.entries()) await append(kept, member, index + 1);
  } finally {
    await kept.close();
  }
}

async function append(kept: FileHandle, { path, wholeBytes }: RecordingTail, of: number): Promise<void> {
  const member = await open(path).catch(() => null);
  if (member === null) return;
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < wholeBytes;) {
      const length = Math.min(PIECE_BYTES, wholeBytes - at);
      const { bytesRead } = await member.read(buffer, 0, length, at);
      if (bytesRead === 0) return;
      await kept.write(pieceOf(of, buffer.subarray(0, bytesRead)));
      at += bytesRead;
    }
  } finally {
    await member.close();
  }
}

function pieceOf(of: number, bytes: Uint8Array): Uint8Array {
  let piece = new Uint8Array();
  const writer = new RecordWriter((batch) => {
    piece = batch.slice();
    return true;
  });
  writer.piece({ of, bytes });
  writer.flush();
  return piece;
}
