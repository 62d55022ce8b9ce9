import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Ticker, select, after, sleep } from "../../../tracer/runtime/index.js";
import { activeTimers, coded, stateOf, holdsOnce } from "./support.js";

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe("a ticker", () => {
  it("ticks by its plan: being late does not add up", () =>
    holdsOnce(async () => {
      const ticker = new Ticker(10, "beat");
      const start = performance.now();
      for (let i = 1; i <= 5; i++) {
        const at = await ticker.channel.receive();
        assert.ok(Math.abs(at! - Date.now()) < 100);
        assert.ok(performance.now() - start >= i * 10 - 1);
        block(4);
      }
      ticker.stop();
      assert.ok(performance.now() - start < 50 + 30, `${performance.now() - start} ms`);
      assert.deepEqual([ticker.name, ticker.channel.length, ticker.channel.capacity], ["beat", 0, 0]);
    }));

  it("drops ticks for a slow reader, and keeps the first of them", () =>
    holdsOnce(async () => {
      const ticker = new Ticker(5);
      const began = Date.now();
      await sleep(42);
      const [first, second] = [ticker.channel.tryReceive(), ticker.channel.tryReceive()];
      ticker.stop();
      assert.ok(first?.done === false && first.value < began + 30);
      assert.equal(second, undefined);
    }));

  it("has nothing to receive after stop, and does not close", async () => {
    const before = activeTimers();
    const ticker = new Ticker(1);
    assert.equal(activeTimers(), before + 1);
    await sleep(5);
    ticker.stop();
    assert.equal(activeTimers(), before);
    assert.equal(ticker.channel.closed, false);
    assert.equal(await stateOf(ticker.channel.receive()), "pending");
  });

  it("begins anew after reset, also after stop", async () => {
    const ticker = new Ticker(60_000);
    const waiting = ticker.channel.receive();
    ticker.reset(2);
    await waiting;
    ticker.stop();
    ticker.reset(2);
    await ticker.channel.receive();
    await sleep(5);
    ticker.reset(60_000);
    assert.equal(ticker.channel.tryReceive(), undefined, "a tick of the old period");
    ticker.stop();
  });

  it("stands in a select", async () => {
    const ticker = new Ticker(2);
    let ticks = 0;
    const timeout = after(1000);
    while (ticks < 3) {
      await select(
        ticker.channel.onReceive(() => ticks++),
        timeout.onReceive(() => assert.fail("no ticks")),
      );
    }
    ticker.stop();
  });

  it("takes a time above 0 only", () => {
    for (const ms of [0, -1, NaN, "1" as unknown as number]) {
      assert.throws(() => new Ticker(ms), coded("INVALID_ARGUMENT"));
    }
    const ticker = new Ticker(1000);
    assert.throws(() => ticker.reset(0), coded("INVALID_ARGUMENT"));
    ticker.stop();
  });
});
