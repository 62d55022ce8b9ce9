import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RecordReader, RecordWriter, type WireRecord } from "../../../tracer/wire/index.js";

function recording(): Buffer {
  const batches: Uint8Array[] = [];
  const writer = new RecordWriter((bytes) => batches.push(bytes.slice()) > 0);
  const root = { threadId: 0, unit: "", parent: null };
  writer.header({ ...root, pid: 1, argv: [], cwd: "/", node: "v20", sluice: "0.1.0", startedAtMs: 0 });
  for (let id = 1; id <= 50; id++) {
    const created = [{ function: `f${id}`, file: "/app.ts", line: id, column: 1 }];
    writer.start({ id, parent: null, flags: 0, name: `task ${id}`, created, timeUs: id });
  }
  writer.flush();
  return Buffer.concat(batches);
}

describe("a recording read in pieces", () => {
  for (const size of [1, 7, 64, 1000]) {
    it(`of ${size} bytes, all through the same buffer, is the recording`, () => {
      const bytes = recording();
      const reader = new RecordReader();
      const buffer = Buffer.alloc(size);
      const records: WireRecord[] = [];
      for (let offset = 0; offset < bytes.length; offset += size) {
        const length = bytes.copy(buffer, 0, offset, offset + size);
        records.push(...reader.push(buffer.subarray(0, length)));
      }
      assert.deepEqual(records, new RecordReader().push(bytes));
      assert.equal(records.length, 51);
    });
  }
});
