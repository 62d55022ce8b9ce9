import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chan } from "../../../tracer/runtime/index.js";
import { coded, collectGarbage, settle, stateOf } from "./support.js";

describe("an unbuffered channel", () => {
  it("hands a value from a waiting sender to a receiver", async () => {
    const ch = chan<string>();
    const sent = ch.send("a");
    assert.equal(await stateOf(sent), "pending");
    assert.equal(ch.length, 0);
    assert.equal(await ch.receive(), "a");
    assert.equal(await stateOf(sent), "fulfilled");
  });

  it("hands a value to a waiting receiver, and the sender need not wait", async () => {
    const ch = chan<string>();
    const received = ch.receive();
    assert.equal(await stateOf(received), "pending");
    assert.equal(await stateOf(ch.send("a")), "fulfilled");
    assert.equal(await received, "a");
  });

  it("serves senders in the order in which they came", async () => {
    const ch = chan<number>();
    const done: number[] = [];
    for (let i = 0; i < 5; i++) void ch.send(i).then(() => done.push(i));
    const received: unknown[] = [];
    for (let i = 0; i < 5; i++) received.push(await ch.receive());
    await settle();
    assert.deepEqual(received, [0, 1, 2, 3, 4]);
    assert.deepEqual(done, [0, 1, 2, 3, 4]);
  });

  it("serves receivers in the order in which they came, whichever way they receive", async () => {
    const ch = chan<number>();
    const log: unknown[] = [];
    void ch.receive().then((value) => log.push(["receive", value]));
    void ch.next().then((result) => log.push(["next", result]));
    void ch.receive().then((value) => log.push(["receive", value]));
    for (let i = 1; i <= 3; i++) await ch.send(i);
    await settle();
    assert.deepEqual(log, [
      ["receive", 1],
      ["next", { value: 2, done: false }],
      ["receive", 3],
    ]);
  });
});

describe("a buffered channel", () => {
  it("takes values while there is room, then makes senders wait", async () => {
    const ch = chan<number>(2, "jobs");
    assert.deepEqual([ch.capacity, ch.name], [2, "jobs"]);
    assert.equal(await stateOf(ch.send(1)), "fulfilled");
    assert.equal(await stateOf(ch.send(2)), "fulfilled");
    const third = ch.send(3);
    assert.equal(await stateOf(third), "pending");
    assert.equal(ch.length, 2);
    assert.equal(await ch.receive(), 1);
    assert.equal(await stateOf(third), "fulfilled");
    assert.equal(ch.length, 2);
  });

  it("keeps the order over many turns of its buffer, with senders in line", async () => {
    const ch = chan<number>(37);
    const sends = Array.from({ length: 500 }, (_, i) => ch.send(i));
    const received: number[] = [];
    for (let i = 0; i < 500; i++) {
      if (i % 3 === 0) sends.push(ch.send(500 + i / 3));
      received.push((await ch.receive()) as number);
    }
    while (ch.length > 0) received.push((await ch.receive()) as number);
    await Promise.all(sends);
    assert.deepEqual(
      received,
      Array.from({ length: 667 }, (_, i) => i),
    );
  });

  it("keeps the order when its buffer grows after some turns", () => {
    const ch = chan<number>(100);
    for (let i = -5; i < 0; i++) ch.trySend(i);
    for (let i = -5; i < 0; i++) ch.tryReceive();
    for (let i = 0; i < 100; i++) ch.trySend(i);
    for (let i = 0; i < 100; i++) assert.equal(ch.tryReceive()?.value, i);
  });

  it("does not keep what was received alive", async () => {
    const ch = chan<object>(4);
    const ref = (() => {
      const value = {};
      ch.trySend(value);
      ch.tryReceive();
      return new WeakRef(value);
    })();
    await settle();
    collectGarbage();
    assert.equal(ref.deref(), undefined);
    assert.equal(ch.length, 0);
  });

  it("gives undefined, null and false as values like any other", async () => {
    const ch = chan<unknown>(3);
    for (const value of [undefined, null, false]) await ch.send(value);
    assert.deepEqual(await ch.next(), { value: undefined, done: false });
    assert.deepEqual(await ch.next(), { value: null, done: false });
    assert.deepEqual(await ch.next(), { value: false, done: false });
  });

  it("gives a promise that was sent as it is to next, and awaited to receive", async () => {
    const ch = chan<Promise<number>>(2);
    const value = Promise.resolve(7);
    await ch.send(value);
    await ch.send(value);
    const result = await ch.next();
    assert.equal(result.value, value);
    assert.equal(await ch.receive(), 7);
  });
});

describe("the forms that do not wait", () => {
  it("trySend sends to a waiting receiver or into the buffer only", async () => {
    const ch = chan<number>(1);
    assert.equal(ch.trySend(1), true);
    assert.equal(ch.trySend(2), false);
    const unbuffered = chan<number>();
    assert.equal(unbuffered.trySend(1), false);
    const received = unbuffered.receive();
    assert.equal(unbuffered.trySend(2), true);
    assert.equal(await received, 2);
    assert.equal(await ch.receive(), 1);
  });

  it("tryReceive tells a value, nothing yet, and the end", () => {
    const ch = chan<number>();
    assert.equal(ch.tryReceive(), undefined);
    void ch.send(5);
    assert.deepEqual(ch.tryReceive(), { value: 5, done: false });
    ch.close();
    assert.deepEqual(ch.tryReceive(), { value: undefined, done: true });
  });
});

describe("closing", () => {
  it("lets the buffer be drained, then gives undefined for ever", async () => {
    const ch = chan<number>(2);
    await ch.send(1);
    await ch.send(2);
    ch.close();
    assert.equal(ch.closed, true);
    assert.equal(await ch.receive(), 1);
    assert.deepEqual(await ch.next(), { value: 2, done: false });
    assert.deepEqual(await ch.next(), { value: undefined, done: true });
    assert.equal(await ch.receive(), undefined);
  });

  it("wakes every receiver in line, in order", async () => {
    const ch = chan<number>();
    const log: unknown[] = [];
    for (let i = 0; i < 3; i++) void ch.receive().then((value) => log.push([i, value]));
    void ch.next().then((result) => log.push([3, result]));
    await settle();
    ch.close();
    await settle();
    assert.deepEqual(log, [
      [0, undefined],
      [1, undefined],
      [2, undefined],
      [3, { value: undefined, done: true }],
    ]);
  });

  it("fails every sender in line, and keeps what the buffer holds", async () => {
    const ch = chan<number>(1, "jobs");
    await ch.send(1);
    const waiting = [ch.send(2), ch.send(3)];
    ch.close();
    for (const each of waiting) await assert.rejects(each, coded("SEND_ON_CLOSED"));
    assert.equal(await ch.receive(), 1);
    assert.equal(await ch.receive(), undefined);
  });

  it("makes later sends and a second close fail, by name", async () => {
    const ch = chan<number>(1, "jobs");
    ch.close();
    await assert.rejects(ch.send(1), { name: "SendOnClosedError", message: 'send on closed channel "jobs"' });
    assert.throws(() => ch.trySend(1), coded("SEND_ON_CLOSED"));
    assert.throws(() => ch.close(), coded("CLOSE_OF_CLOSED"));
  });
});

describe("for await", () => {
  it("runs until the channel is closed and drained", async () => {
    const ch = chan<number>(1);
    const received: number[] = [];
    const loop = (async () => {
      for await (const value of ch) received.push(value);
    })();
    for (let i = 0; i < 4; i++) await ch.send(i);
    ch.close();
    await loop;
    assert.deepEqual(received, [0, 1, 2, 3]);
  });

  it("leaves the channel open, and its values to others, when left early", async () => {
    const ch = chan<number>(3);
    for (let i = 0; i < 3; i++) await ch.send(i);
    for await (const value of ch) if (value === 0) break;
    assert.equal(ch.closed, false);
    assert.equal(await ch.receive(), 1);
  });
});

describe("a capacity", () => {
  for (const capacity of [-1, 0.5, NaN, Infinity, "1" as unknown as number]) {
    it(`may not be ${String(capacity)} (${typeof capacity})`, () => {
      assert.throws(() => chan(capacity), coded("INVALID_ARGUMENT"));
    });
  }

  it("may be larger than any buffer that is ever filled", async () => {
    const ch = chan<number>(Number.MAX_SAFE_INTEGER);
    await ch.send(1);
    assert.equal(ch.length, 1);
  });
});
