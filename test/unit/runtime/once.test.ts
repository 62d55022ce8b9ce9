import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Once, chan, onceValue } from "../../../tracer/runtime/index.js";
import { coded, settle, stateOf } from "./support.js";

describe("once", () => {
  it("runs the first function only, and all others wait for its end", async () => {
    const once = new Once();
    const gate = chan<never>();
    let calls = 0;
    const fn = async (): Promise<void> => {
      calls++;
      await gate.receive();
    };
    const first = once.do(fn);
    assert.equal(calls, 1, "called inside the call");
    const second = once.do(() => assert.fail("ran too"));
    assert.deepEqual([await stateOf(first), await stateOf(second), once.done], ["pending", "pending", false]);
    gate.close();
    await Promise.all([first, second, once.do(fn)]);
    assert.deepEqual([calls, once.done], [1, true]);
  });

  it("counts a function that throws as run, and tells only who ran it", async () => {
    const fails = [
      (): never => {
        throw new RangeError("no");
      },
      (): Promise<never> => settle().then(() => Promise.reject(new RangeError("no"))),
    ];
    for (const fail of fails) {
      const once = new Once();
      const first = assert.rejects(once.do(fail), RangeError);
      await once.do(() => assert.fail("ran again"));
      await first;
      assert.equal(once.done, true);
    }
  });

  it("waits for itself when asked from inside", async () => {
    const once = new Once();
    assert.equal(await stateOf(once.do(() => once.do(() => {}))), "pending");
  });

  it("lets a waiter give up, and goes on", async () => {
    const once = new Once();
    const gate = chan<never>();
    const first = once.do(() => gate.receive());
    const abort = new AbortController();
    const second = once.do(() => {}, abort.signal);
    abort.abort("enough");
    await assert.rejects(second, (error) => error === "enough");
    gate.close();
    await first;
    await assert.rejects(once.do(1 as unknown as () => void), coded("INVALID_ARGUMENT"));
  });
});

describe("onceValue", () => {
  it("computes once, when first called, and gives all the same", async () => {
    let calls = 0;
    const value = onceValue(async () => {
      await settle();
      return { calls: ++calls };
    });
    assert.equal(calls, 0);
    const [a, b] = await Promise.all([value(), value()]);
    assert.equal(a, b);
    assert.equal(await value(), a);
    assert.equal(calls, 1);
  });

  it("gives all the same error, for ever", async () => {
    const error = new Error("no");
    const value = onceValue(() => {
      throw error;
    });
    for (let i = 0; i < 2; i++) await assert.rejects(value(), (thrown) => thrown === error);
  });

  it("lets a waiter give up, and goes on for the others", async () => {
    const gate = chan<number>();
    const value = onceValue(() => gate.receive());
    const abort = new AbortController();
    const [patient, impatient] = [value(), value(abort.signal)];
    const other = value(new AbortController().signal);
    abort.abort("enough");
    await assert.rejects(impatient, (error) => error === "enough");
    await gate.send(7);
    assert.deepEqual([await patient, await other], [7, 7]);
    assert.throws(() => onceValue(1 as unknown as () => 1), coded("INVALID_ARGUMENT"));
  });
});
