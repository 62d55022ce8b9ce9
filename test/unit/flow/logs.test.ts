/** What is kept beside the changes is bounded, and read on from where a reader has come to. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HandoffLog } from "../../../server/flow/handoff-log.js";
import { PeerLog } from "../../../server/flow/peer-log.js";

function handOn(log: HandoffLog, from: number): void {
  log.push({ from, to: 100 + from, primitive: null, fromUs: from, toUs: from + 0.5 });
}

function read(log: HandoffLog, seq: number, atMost = Infinity): [number[], number] {
  const { count, from, to, nextSeq } = log.slice(seq, atMost);
  for (let i = 0; i < count; i++) assert.equal(to[i], 100 + (from[i] ?? 0));
  return [[...from.subarray(0, count)], nextSeq];
}

describe("the log of what was handed on", () => {
  it("is read in pieces", () => {
    const log = new HandoffLog();
    for (let i = 0; i < 700; i++) handOn(log, i);
    const [first, next] = read(log, 0, 500);
    assert.deepEqual([first.length, next], [500, 500]);
    assert.deepEqual(
      read(log, next)[0],
      Array.from({ length: 200 }, (_, i) => 500 + i),
    );
    assert.deepEqual(read(log, log.end), [[], 700]);
  });

  it("lets go of the older half, and gives a reader that was behind what is left", () => {
    const log = new HandoffLog(8);
    for (let i = 0; i < 9; i++) handOn(log, i);
    assert.deepEqual(read(log, 1), [[4, 5, 6, 7, 8], 9]);
    log.shrinkTo(2);
    assert.deepEqual(read(log, 0), [[7, 8], 9]);
  });
});

describe("the log of peers", () => {
  it("tells of each primitive once, however often it changed", () => {
    const log = new PeerLog();
    log.note(1, "a");
    log.note(2, "b");
    log.note(1, "a");
    assert.deepEqual(log.since(0), [1, 2]);
    const end = log.end;
    log.note(1, "c");
    assert.deepEqual([log.since(0), log.since(end), log.since(log.end)], [[2, 1], [1], []]);
  });

  it("keeps the latest alone", () => {
    const log = new PeerLog(3);
    for (let id = 1; id <= 5; id++) log.note(id, "");
    assert.deepEqual(log.since(0), [3, 4, 5]);
  });
});
