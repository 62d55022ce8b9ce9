/** A log that lets go of what is old keeps what lasts, and its readers' places. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DONE, RUNNING } from "../../../media/wire/states.js";
import { ChangeLog } from "../../../server/flow/change-log.js";

function rowsOf(log: ChangeLog, from = log.base): string[] {
  const { count, task, state, timeUs } = log.slice(from, Infinity);
  return Array.from({ length: count }, (_, i) => `${task[i]} ${state[i]} ${timeUs[i]}`);
}

describe("the change log", () => {
  it("is read on from where a reader has come to", () => {
    const log = new ChangeLog();
    log.push(1, RUNNING, 0, 10);
    const read = log.end;
    log.push(1, 3, 7, 20);
    assert.ok(log.canReadFrom(read));
    assert.deepEqual(rowsOf(log, read), ["1 3 20"]);
  });

  it("keeps of the older half what still lasts", () => {
    const log = new ChangeLog(8);
    log.push(1, RUNNING, 0, 1);
    log.push(2, RUNNING, 0, 2);
    log.push(2, DONE, 0, 3);
    for (let time = 4; time <= 9; time++) log.push(3, time, 0, time);
    assert.deepEqual(rowsOf(log), ["1 0 1", "3 4 4", "3 5 5", "3 6 6", "3 7 7", "3 8 8", "3 9 9"]);
  });

  it("sends a reader back to the beginning who was behind, and no other", () => {
    const log = new ChangeLog(8);
    for (let time = 0; time < 8; time++) log.push(1, RUNNING, 0, time);
    const [behind, ahead] = [2, log.end];
    log.push(1, RUNNING, 0, 8);
    assert.ok(!log.canReadFrom(behind));
    assert.ok(log.canReadFrom(ahead));
    assert.deepEqual(rowsOf(log, ahead), ["1 0 8"]);
  });

  it("never grows beyond its room, and always knows what each task does", () => {
    const change = fc.record({
      task: fc.integer({ min: 1, max: 4 }),
      state: fc.integer({ min: 0, max: 18 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const log = new ChangeLog(16);
        const last = new Map<number, number>();
        changes.forEach(({ task, state }, time) => {
          log.push(task, state, 0, time);
          last.set(task, state);
        });
        const { count, task, state } = log.slice(log.base, Infinity);
        assert.ok(count <= 16);
        const known = new Map(Array.from({ length: count }, (_, i) => [task[i], state[i]]));
        assert.deepEqual([...known].sort(), [...last].sort());
      }),
    );
  });
});
