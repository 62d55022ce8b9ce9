import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { Mutex, WaitGroup, chan, select, sleep } from "../../../tracer/runtime/index.js";
import { coded, stateOf } from "./support.js";

const reason = new Error("enough");
const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("a cancelled wait", () => {
  it("ends with the signal's reason", async () => {
    const abort = new AbortController();
    const held = new Mutex();
    held.tryLock();
    const group = new WaitGroup();
    group.add();
    const waits = [
      chan().send(1, abort.signal),
      chan().receive(abort.signal),
      chan().next(abort.signal),
      select(chan().onReceive(), abort.signal),
      select(
        chan().onReceive(() => 1),
        undefined,
        abort.signal,
      ),
      held.lock(abort.signal),
      held.withLock(() => assert.fail("ran without the lock"), abort.signal),
      group.wait(abort.signal),
      sleep(60_000, abort.signal),
    ];
    for (const wait of waits) assert.equal(await stateOf(wait), "pending");
    abort.abort(reason);
    for (const wait of waits) await assert.rejects(wait, (error) => error === reason);
  });

  it("ends with a context's reason too", async () => {
    const abort = new AbortController();
    const received = chan().receive({ signal: abort.signal });
    abort.abort(reason);
    await assert.rejects(received, (error) => error === reason);
  });

  it("of a sender sent nothing, and those behind it move up", async () => {
    const abort = new AbortController();
    const ch = chan<string>();
    const sends = [ch.send("a"), ch.send("b", abort.signal), ch.send("c")];
    abort.abort(reason);
    await assert.rejects(sends[1]!, (error) => error === reason);
    assert.deepEqual([await ch.receive(), await ch.receive(), ch.tryReceive()], ["a", "c", undefined]);
  });

  it("of a receiver took nothing, and those behind it move up", async () => {
    const abort = new AbortController();
    const ch = chan<string>();
    const first = ch.receive(abort.signal);
    const second = ch.receive();
    abort.abort(reason);
    await assert.rejects(first, (error) => error === reason);
    await ch.send("a");
    assert.equal(await second, "a");
  });

  it("of a lock does not hold it, and those behind it move up", async () => {
    const abort = new AbortController();
    const mu = new Mutex();
    mu.tryLock();
    const first = mu.lock(abort.signal);
    const second = mu.lock();
    abort.abort(reason);
    await assert.rejects(first, (error) => error === reason);
    mu.unlock();
    assert.equal(await stateOf(second), "fulfilled");
    assert.equal(mu.locked, true);
  });

  it("that was served first keeps what it got", async () => {
    const abort = new AbortController();
    const ch = chan<string>();
    const received = ch.receive(abort.signal);
    assert.equal(ch.trySend("a"), true);
    abort.abort(reason);
    assert.equal(await received, "a");
  });
});

describe("a call under a signal that has fired", () => {
  it("does nothing, even where it would not have to wait", async () => {
    const signal = AbortSignal.abort(reason);
    const ch = chan<number>(2);
    await ch.send(1);
    const mu = new Mutex();
    const calls = [
      ch.send(2, signal),
      ch.receive(signal),
      ch.next(signal),
      select(ch.onReceive(), signal),
      mu.lock(signal),
      mu.withLock(() => assert.fail("ran"), signal),
      new WaitGroup().wait(signal),
      sleep(0, signal),
    ];
    for (const call of calls) await assert.rejects(call, (error) => error === reason);
    assert.deepEqual([ch.length, mu.locked], [1, false]);
  });
});

describe("a signal", () => {
  it("has one listener however many calls wait, and none after them", async () => {
    const abort = new AbortController();
    const ch = chan<number>();
    const first = ch.receive(abort.signal);
    const others = Array.from({ length: 50 }, () => ch.receive(abort.signal));
    assert.equal(listenersOf(abort.signal), 1);
    ch.trySend(1);
    await first;
    assert.equal(listenersOf(abort.signal), 1);
    ch.close();
    await Promise.all(others);
    assert.equal(listenersOf(abort.signal), 0);
  });

  it("has none left after each kind of wait that was served", async () => {
    const { signal } = new AbortController();
    const ch = chan<number>();
    const sent = ch.send(1, signal);
    ch.tryReceive();
    const chosen = select(ch.onReceive(), signal);
    ch.trySend(2);
    const mu = new Mutex();
    mu.tryLock();
    const locked = mu.lock(signal);
    mu.unlock();
    const failed = select(ch.onSend(1), signal);
    const alsoFailed = ch.send(2, signal);
    ch.close();
    await Promise.all([failed, alsoFailed].map((each) => assert.rejects(each, coded("SEND_ON_CLOSED"))));
    await Promise.all([sent, chosen, locked, sleep(1, signal)]);
    assert.equal(listenersOf(signal), 0);
  });

  it("must be one", async () => {
    for (const wrong of [1, "x", {}, { signal: 1 }, () => 1] as unknown as AbortSignal[]) {
      await assert.rejects(chan().receive(wrong), coded("INVALID_ARGUMENT"));
    }
  });

  it("may be null or undefined", async () => {
    const ch = chan<number>(1);
    await ch.send(1, undefined);
    assert.equal(await ch.receive(null as unknown as undefined), 1);
  });
});
