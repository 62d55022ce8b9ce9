/** What is written is what is read, however the bytes are cut; damage and loss are told. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  FORMAT_VERSION,
  PRIMITIVE_KINDS,
  RecordReader,
  RecordWriter,
  RecordingError,
  WAIT_OPS,
  type Header,
  type WireRecord,
} from "../../../tracer/wire/index.js";

const HEADER: Header = {
  pid: 7,
  threadId: 0,
  unit: "",
  parent: null,
  argv: ["node", "app.js"],
  cwd: "/app",
  node: "v0",
  sluice: "0",
  startedAtMs: 5,
};

const id = fc.integer({ min: 1, max: 2 ** 30 });
const count = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const timeUs = fc.integer({ min: 0, max: 2 ** 48 });
const text = fc.string({ unit: "binary", maxLength: 40 });
const frame = fc.record({ function: text, file: text, line: count, column: count });
const frames = fc.array(frame, { maxLength: 5 });
const ids = fc.array(id, { maxLength: 20 });

const record: fc.Arbitrary<Exclude<WireRecord, { kind: "header" }>> = fc.oneof(
  fc.record({
    kind: fc.constant("start" as const),
    id,
    parent: fc.option(id),
    flags: count,
    name: text,
    created: frames,
    timeUs,
  }),
  fc.record({ kind: fc.constant("describe" as const), id, flags: count, name: text }),
  fc.record({
    kind: fc.constant("wait" as const),
    id,
    op: fc.constantFrom(...WAIT_OPS),
    flags: count,
    site: fc.option(frame),
    timeUs,
    delayMs: count,
    calls: ids,
    primitives: ids,
    members: count,
  }),
  fc.record({ kind: fc.constant("resume" as const), id, timeUs }),
  fc.record({ kind: fc.constant("end" as const), id, failed: fc.boolean(), timeUs }),
  fc.record({
    kind: fc.constant("primitive" as const),
    id,
    primitiveKind: fc.constantFrom(...PRIMITIVE_KINDS),
    name: text,
    capacity: fc.oneof(count, fc.constant(Infinity)),
    created: frames,
    maker: fc.option(id),
    parent: fc.option(id),
    deadlineMs: timeUs,
  }),
  fc.record({ kind: fc.constant("gone" as const), id }),
  fc.record({
    kind: fc.constant("handoff" as const),
    primitive: fc.option(id),
    from: id,
    to: id,
    fromUs: timeUs,
    timeUs,
  }),
  fc.record({
    kind: fc.constant("primitiveState" as const),
    id,
    length: count,
    closed: fc.boolean(),
    waiting: count,
    holders: ids,
  }),
  fc.record({ kind: fc.constant("note" as const), text }),
  fc.record({ kind: fc.constant("collected" as const), id, timeUs }),
  fc.record({ kind: fc.constant("misuse" as const), code: text, message: text, stack: frames, timeUs }),
  fc.record({ kind: fc.constant("running" as const), id: fc.option(id), stack: frames, timeUs }),
  fc.record({
    kind: fc.constant("lockOrder" as const),
    id,
    held: id,
    taken: id,
    gates: ids,
    site: fc.option(frame),
    timeUs,
  }),
  fc.record({ kind: fc.constant("ties" as const), id, users: ids, owing: ids }),
  fc.record({
    kind: fc.constant("flow" as const),
    id,
    puts: timeUs,
    takes: timeUs,
    putters: ids,
    takers: ids,
  }),
  fc.record({ kind: fc.constant("piece" as const), of: id, bytes: fc.uint8Array({ maxLength: 200 }) }),
  fc.record({
    kind: fc.constant("stall" as const),
    timeUs,
    blockedMs: count,
    id: fc.option(id),
    site: fc.option(frame),
  }),
  fc.record({ kind: fc.constant("orphan" as const), id, ended: fc.boolean(), timeUs }),
  fc.record({
    kind: fc.constant("exit" as const),
    timeUs,
    code: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    flags: count,
  }),
  fc.record({ kind: fc.constant("sourceMap" as const), file: text, json: fc.string({ maxLength: 200_000 }) }),
);

function write(writer: RecordWriter, one: Exclude<WireRecord, { kind: "header" }>): void {
  switch (one.kind) {
    case "start":
      writer.start(one);
      return;
    case "describe":
      writer.describe(one);
      return;
    case "wait":
      writer.wait(one);
      return;
    case "resume":
      writer.resume(one);
      return;
    case "end":
      writer.end(one);
      return;
    case "primitive":
      writer.primitive(one);
      return;
    case "primitiveState":
      writer.primitiveState(one);
      return;
    case "counters":
      writer.counters(one);
      return;
    case "note":
      writer.note(one);
      return;
    case "flow":
      writer.flow(one);
      return;
    case "ties":
      writer.ties(one);
      return;
    case "stall":
      writer.stall(one);
      return;
    case "orphan":
      writer.orphan(one);
      return;
    case "gone":
      writer.gone(one);
      return;
    case "handoff":
      writer.handoff(one);
      return;
    case "exit":
      writer.exit(one);
      return;
    case "collected":
      writer.collected(one);
      return;
    case "running":
      writer.running(one);
      return;
    case "misuse":
      writer.misuse(one);
      return;
    case "lockOrder":
      writer.lockOrder(one);
      return;
    case "piece":
      writer.piece(one);
      return;
    case "sourceMap":
      writer.sourceMap(one.file, one.json);
      return;
  }
}

function encode(records: readonly Exclude<WireRecord, { kind: "header" }>[]): Buffer {
  const batches: Buffer[] = [];
  const writer = new RecordWriter((bytes) => batches.push(Buffer.from(bytes)) > 0);
  writer.header(HEADER);
  for (const one of records) write(writer, one);
  writer.flush();
  return Buffer.concat(batches);
}

describe("the wire", () => {
  it("reads what was written, wherever the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }),
        (records, sizes) => {
          const bytes = encode(records);
          const reader = new RecordReader();
          const read: WireRecord[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = sizes[i % sizes.length] ?? 1;
            read.push(...reader.push(bytes.subarray(at, at + size)));
            at += size;
          }
          // A clone is plain objects, which what fast-check makes need not be.
          assert.deepEqual(read, structuredClone([{ kind: "header", header: HEADER }, ...records]));
          assert.equal(reader.pendingBytes, 0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("tells what is no recording, of another version, or damaged, and never throws anything else", () => {
    assert.throws(
      () => new RecordReader().push(Buffer.from("#!/usr/bin/env node")),
      /not a Sluice recording/,
    );
    const other = encode([]);
    other.writeUInt32LE(FORMAT_VERSION + 1, 8);
    assert.throws(() => new RecordReader().push(other), /use the same version/);
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.nat(), fc.nat(255), (records, place, value) => {
        const bytes = encode(records);
        bytes[place % bytes.length] = value;
        try {
          new RecordReader().push(bytes);
        } catch (error) {
          assert.ok(error instanceof RecordingError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("counts the records of a batch that could not be kept, and stays readable after it", () => {
    const kept: Buffer[] = [];
    let full = false;
    const writer = new RecordWriter((bytes) => {
      if (!full) kept.push(Buffer.from(bytes));
      return !full;
    });
    const start = { id: 1, parent: null, flags: 0, name: "worker", created: [], timeUs: 0 };
    writer.header(HEADER);
    writer.flush();
    full = true;
    writer.start(start);
    writer.flush();
    full = false;
    writer.start({ ...start, id: 2 });
    writer.counters({ timeUs: 1, tasksStarted: 2, tasksLive: 2, channelOps: 0, promises: 0 });
    writer.flush();
    const [, second, counters] = new RecordReader().push(Buffer.concat(kept));
    assert.equal(second?.kind === "start" ? second.name : "", "worker");
    // The start record and the string that it named.
    assert.equal(counters?.kind === "counters" ? counters.dropped : 0, 2);
  });
});
