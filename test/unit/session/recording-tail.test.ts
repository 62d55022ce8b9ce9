/** A recording whose name is gone goes on for a reader that has it open, but not for ever; and tells what it lost. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { RecordingTail } from "../../../server/session/recording-tail.js";
import { noteUnrecorded, RecordingFile } from "../../../tracer/recorder/output.js";
import { RecordWriter, type WireRecord } from "../../../tracer/wire/index.js";

const HEADER = {
  threadId: 0,
  unit: "",
  parent: null,
  argv: [],
  cwd: "",
  node: "",
  sluice: "",
  startedAtMs: 0,
};
const MEGABYTE = 1 << 20;

async function inFolder(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-tail-"));
  try {
    await use(join(folder, "own", "live.sluice"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function begin(path: string): RecordWriter {
  const file = new RecordingFile(path);
  const writer = new RecordWriter(file.write, file.noteLoss);
  writer.header({ ...HEADER, pid: process.pid });
  writer.flush();
  return writer;
}

describe("a recording", () => {
  it("whose folder is removed is read on, to a limit, and its losses are told in place", () =>
    inFolder(async (path) => {
      const writer = begin(path);
      const tail = new RecordingTail(path);
      const read: WireRecord[] = [];
      await tail.readOn((record) => read.push(record));
      await rm(path);
      let written = 0;
      for (; written * 12 < 2 * MEGABYTE; written++) writer.resume({ id: written + 1, timeUs: 0 });
      writer.flush();
      await tail.readOn((record) => read.push(record));
      assert.equal(tail.error, null);
      const { dropped } = await tail.losses();
      assert.ok(dropped > 0);
      assert.equal(dropped, writer.dropped);
      assert.equal(read.length - 1 + dropped, written, "what was not read was counted");
      assert.ok(tail.wholeBytes <= MEGABYTE + 1000);
      await tail.close();
    }));

  it("of a root counts those of its tree that could not record", () =>
    inFolder(async (path) => {
      begin(path);
      noteUnrecorded(path);
      noteUnrecorded(path);
      const tail = new RecordingTail(path);
      await tail.readOn(() => undefined);
      assert.deepEqual(await tail.losses(), { dropped: 0, unrecorded: 2 });
      await tail.close();
    }));
});
