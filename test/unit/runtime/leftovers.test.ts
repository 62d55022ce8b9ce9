/** What is left after very many operations: nothing. `SLUICE_LONG=1` runs a million of each. */
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import {
  Cond,
  Flight,
  Mutex,
  RWMutex,
  Semaphore,
  WaitGroup,
  after,
  background,
  chan,
  select,
  withCancel,
  withTimeout,
} from "./internals.js";
import { activeTimers, collectGarbage, settle } from "./support.js";

const rounds = process.env["SLUICE_LONG"] === "1" ? 1_000_000 : 20_000;

/**
 * Runs `operation` that often, and tells by how many bytes an operation the heap grew at the least: what is left
 * behind is left behind each time, while the engine's own growth comes now and then.
 */
async function growth(operation: (i: number) => unknown): Promise<number> {
  const grown: number[] = [];
  const part = Math.ceil(rounds / 4);
  for (let round = 0; round < 4; round++) {
    const before = await heapUsed();
    for (let i = 0; i < part; i++) await operation(i);
    grown.push((await heapUsed()) - before);
  }
  return Math.min(...grown) / part;
}

async function heapUsed(): Promise<number> {
  // Twice: what a first collection finalizes a second one frees.
  for (let i = 0; i < 2; i++) {
    await settle();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

/** Less than anything that could be left behind each time. */
const LEAST = 24;
const ignore = (): void => {};

describe("a million operations leave nothing behind", () => {
  it("selects, in the channels that were not chosen, nor timers", async () => {
    const [a, b, c] = [chan<number>(), chan<number>(), chan<number>()];
    const timers = activeTimers();
    const grown = await growth(async (i) => {
      const chosen = select(a.onReceive(), b.onReceive(), c.onSend(i), after(60_000).onReceive());
      b.trySend(i);
      await chosen;
    });
    assert.equal(activeTimers(), timers);
    assert.deepEqual([a.trySend(1), b.trySend(1), c.tryReceive()], [false, false, undefined]);
    assert.ok(grown < LEAST, `${grown} bytes a select`);
  });

  const ch = chan<number>();
  const [mu, rw, sem, group] = [new Mutex(), new RWMutex(), new Semaphore(1), new WaitGroup()];
  mu.tryLock();
  rw.tryLock();
  sem.tryAcquire();
  group.add();
  const locker = { lock: () => Promise.resolve(), unlock: ignore };
  const cond = new Cond(locker);
  const flight = new Flight<number>();
  flight.run(() => new Promise(ignore));
  const waits: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
    receive: (signal) => ch.receive(signal),
    send: (signal) => chan<number>().send(1, signal),
    select: (signal) => select(ch.onReceive(), signal),
    lock: (signal) => mu.lock(signal),
    rLock: (signal) => rw.rLock(signal),
    acquire: (signal) => sem.acquire(1, signal),
    wait: (signal) => group.wait(signal),
    "cond wait": (signal) => cond.wait(signal),
    "shared computation": (signal) => flight.wait(signal),
  };
  for (const [name, wait] of Object.entries(waits)) {
    it(`cancelled waits: ${name}`, async () => {
      const grown = await growth(async () => {
        const abort = new AbortController();
        const waiting = wait(abort.signal).catch(ignore);
        abort.abort("enough");
        await waiting;
      });
      assert.ok(grown < LEAST, `${grown} bytes a wait`);
    });
  }

  it("served waits, under one signal or context that goes on", async () => {
    const abort = new AbortController();
    const [ctx] = withCancel(background());
    const grown = await growth(async (i) => {
      const waits = [ch.receive(abort.signal), ch.receive(ctx)];
      ch.trySend(i);
      ch.trySend(i);
      await Promise.all(waits);
    });
    assert.equal(getEventListeners(abort.signal, "abort").length, 0);
    assert.ok(grown < LEAST, `${grown} bytes a wait`);
  });

  it("contexts that were cancelled, in their parent", async () => {
    const [parent] = withCancel(background());
    const timers = activeTimers();
    const grown = await growth(() => {
      const [ctx, cancel] = withTimeout(parent, 60_000);
      const waiting = ch.receive(ctx).catch(ignore);
      cancel();
      return waiting;
    });
    assert.equal(activeTimers(), timers);
    assert.ok(grown < LEAST, `${grown} bytes a context`);
  });
});
