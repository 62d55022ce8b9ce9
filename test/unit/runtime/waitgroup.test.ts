import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WaitGroup, chan } from "../../../tracer/runtime/index.js";
import { coded, stateOf } from "./support.js";

describe("a wait group", () => {
  it("makes all who wait go on when the count is 0, and not before", async () => {
    const group = new WaitGroup();
    group.add(2);
    const waits = [group.wait(), group.wait()];
    group.done();
    assert.equal(await stateOf(waits[0]!), "pending");
    group.done();
    await Promise.all(waits);
  });

  it("does not make anyone wait for nothing", async () => {
    assert.equal(await stateOf(new WaitGroup().wait()), "fulfilled");
  });

  it("may be used again", async () => {
    const group = new WaitGroup();
    for (let round = 0; round < 3; round++) {
      group.add();
      const wait = group.wait();
      assert.equal(await stateOf(wait), "pending");
      group.done();
      await wait;
    }
  });

  it("takes a negative number as that many done", async () => {
    const group = new WaitGroup();
    group.add(3);
    const wait = group.wait();
    group.add(-3);
    await wait;
  });

  it("refuses to fall below 0, and stays as it was", () => {
    const group = new WaitGroup("batch");
    assert.throws(() => group.done(), { message: 'negative WaitGroup counter "batch"' });
    group.add(1);
    assert.throws(() => group.add(-2), coded("NEGATIVE_WAITGROUP"));
    assert.equal(group.count, 1);
    assert.throws(() => group.add(0.5), coded("INVALID_ARGUMENT"));
  });

  it("counts the tasks that it starts, until they end", async () => {
    const group = new WaitGroup();
    const gate = chan<number>();
    const tasks = [1, 2].map((n) => group.go(async (k: number) => k * ((await gate.receive()) ?? 0), n));
    assert.equal(group.count, 2);
    const wait = group.wait();
    await gate.send(10);
    assert.equal(await stateOf(wait), "pending");
    await gate.send(20);
    await wait;
    assert.deepEqual(await Promise.all(tasks), [10, 40]);
  });

  it("counts a failed task as ended, and leaves its error to the task", async () => {
    const group = new WaitGroup();
    const task = group.go(() => Promise.reject(new RangeError("no")));
    const failed = assert.rejects(task, RangeError);
    await group.wait();
    await failed;
  });

  it("counts no task that could not be started", () => {
    const group = new WaitGroup();
    assert.throws(() => group.go(1 as unknown as () => void), coded("INVALID_ARGUMENT"));
    assert.equal(group.count, 0);
  });
});
