import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { after, chan, select, sleep } from "../../../tracer/runtime/index.js";
import { startTimer } from "../../../tracer/runtime/timer.js";
import { activeTimers, coded, stateOf, holdsOnce } from "./support.js";

/** Runs `wait` and tells how many milliseconds it took. */
async function timed(wait: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await wait();
  return performance.now() - start;
}

describe("sleep", () => {
  it("lasts at least as long as asked, fractions included", () =>
    holdsOnce(async () => {
      const took = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => {
          const ms = 3 + i / 37;
          return (await timed(() => sleep(ms))) - ms;
        }),
      );
      assert.ok(Math.min(...took) >= 0, `${String(Math.min(...took))} ms early`);
      assert.ok(Math.min(...took) < 50);
    }));

  it("of nothing or less lets the event loop come round once", async () => {
    const log: string[] = [];
    setImmediate(() => log.push("loop"));
    await sleep(0);
    log.push("slept");
    await sleep(-5);
    assert.deepEqual(log, ["loop", "slept"]);
  });

  it("leaves no timer when it is cancelled", async () => {
    const before = activeTimers();
    const abort = new AbortController();
    const slept = [sleep(60_000, abort.signal), sleep(0, abort.signal)];
    assert.equal(activeTimers(), before + 2);
    abort.abort();
    for (const each of slept) await assert.rejects(each, { name: "AbortError" });
    assert.equal(activeTimers(), before);
  });

  it("of more than Node's longest timer does not end at once", async () => {
    const abort = new AbortController();
    const warnings: Error[] = [];
    const listen = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", listen);
    for (const ms of [2 ** 31, Infinity]) {
      assert.equal(await Promise.race([sleep(ms, abort.signal), sleep(20).then(() => "awake")]), "awake");
    }
    abort.abort();
    process.off("warning", listen);
    assert.deepEqual(warnings, [], "Node warns of a timer that it turned into 1 ms");
  });

  it("takes numbers only", async () => {
    for (const ms of [NaN, "1", undefined] as number[]) {
      await assert.rejects(sleep(ms), coded("INVALID_ARGUMENT"));
    }
  });
});

describe("a timer", () => {
  it("that is stopped never fires", async () => {
    startTimer(1, () => assert.fail("fired")).stop();
    startTimer(0, () => assert.fail("fired")).stop();
    await sleep(5);
  });

  it("trusts a clock that a test has put in place of Node's", (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    let fired = false;
    startTimer(1000, () => (fired = true));
    t.mock.timers.tick(1000);
    assert.equal(fired, true);
  });
});

describe("after", () => {
  it("gives the time once, no sooner than asked, and does not close", async () => {
    const due = Date.now() + 15;
    const startMs = performance.now();
    const timeout = after(15);
    const at = await timeout.receive();
    assert.ok(performance.now() - startMs >= 15);
    assert.ok(at !== undefined && at >= due - 1);
    assert.equal(timeout.closed, false);
    assert.equal(timeout.tryReceive(), undefined);
    assert.equal(await stateOf(timeout.receive()), "pending");
  });

  it("counts from the call, not from the wait", () => {
    const timeout = after(10);
    const end = performance.now() + 12;
    while (performance.now() < end);
    assert.equal(timeout.length, 0);
    assert.equal(timeout.tryReceive()?.done, false);
    assert.equal(timeout.tryReceive(), undefined);
  });

  it("keeps its value for who comes late", async () => {
    const timeout = after(1);
    await sleep(5);
    assert.equal(typeof (await timeout.receive()), "number");
  });

  it("serves one waiter, the first", async () => {
    const timeout = after(5);
    const [first, second] = [timeout.receive(), timeout.receive()];
    assert.equal(typeof (await first), "number");
    assert.equal(await stateOf(second), "pending");
  });

  it("stops its timer when the last waiter gives up, and starts it again for the next", () =>
    holdsOnce(async () => {
      const before = activeTimers();
      const timeout = after(30);
      const aborts = [new AbortController(), new AbortController()];
      const waits = aborts.map(({ signal }) => timeout.receive(signal));
      aborts[0]?.abort();
      const whileOneWaits = activeTimers();
      aborts[1]?.abort();
      const whileNoneWaits = activeTimers();
      for (const each of waits) await assert.rejects(each);
      const late = timeout.receive();
      const whileWaitedForAgain = activeTimers();
      assert.equal(typeof (await late), "number");
      assert.deepEqual(
        [whileOneWaits, whileNoneWaits, whileWaitedForAgain, activeTimers()],
        [before + 1, before, before + 1, before],
      );
    }));

  it("leaves no timer when whoever would receive arrives cancelled", async () => {
    const before = activeTimers();
    const gone = AbortSignal.abort("gone");
    const isGone = (error: unknown): boolean => error === "gone";
    await assert.rejects(after(60_000).receive(gone), isGone);
    await assert.rejects(after(60_000).next(gone), isGone);
    await assert.rejects(select(chan().onReceive(), after(60_000).onReceive(), gone), isGone);
    assert.equal(activeTimers(), before);
  });

  it("takes numbers only", () => {
    assert.throws(() => after(NaN), coded("INVALID_ARGUMENT"));
  });
});
