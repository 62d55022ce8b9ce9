import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Cond, Mutex, RWMutex } from "../../../tracer/runtime/index.js";
import { coded, settle, settleUntil, stateOf } from "./support.js";

/** Starts `n` tasks that wait, and logs each as it goes on with the lock held. */
async function waiters(cond: Cond, mu: Mutex, n: number): Promise<{ log: number[] }> {
  const log: number[] = [];
  for (let i = 0; i < n; i++) {
    void (async () => {
      await mu.lock();
      await cond.wait();
      assert.equal(mu.locked, true);
      log.push(i);
      await settle();
      mu.unlock();
    })();
  }
  await settleUntil(() => cond.waiting === n);
  return { log };
}

describe("a cond", () => {
  it("unlocks while it waits, and has the lock again after", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    await mu.lock();
    const waiting = cond.wait();
    assert.equal(mu.locked, false);
    await mu.lock();
    cond.signal();
    assert.equal(await stateOf(waiting), "pending", "the lock is another's");
    mu.unlock();
    await waiting;
    assert.equal(mu.locked, true);
  });

  it("wakes one by signal, the one that has waited longest", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    const { log } = await waiters(cond, mu, 3);
    assert.equal(cond.waiting, 3);
    for (let i = 0; i < 3; i++) {
      cond.signal();
      await settleUntil(() => log.length > i && !mu.locked);
      assert.equal(log.length, i + 1);
    }
    cond.signal();
    assert.deepEqual(log, [0, 1, 2]);
  });

  it("wakes all by broadcast, one after the other", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    const { log } = await waiters(cond, mu, 4);
    cond.broadcast();
    assert.equal(cond.waiting, 0);
    await settleUntil(() => log.length === 4);
    assert.deepEqual(log, [0, 1, 2, 3]);
  });

  it("keeps no signal for who comes later", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    cond.signal();
    cond.broadcast();
    await mu.lock();
    assert.equal(await stateOf(cond.wait()), "pending");
  });

  it("has the lock again when its wait is cancelled, and takes no signal from others", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    const abort = new AbortController();
    await mu.lock();
    const cancelled = cond.wait(abort.signal);
    await mu.lock();
    const patient = cond.wait();
    await mu.lock();
    abort.abort("enough");
    assert.equal(await stateOf(cancelled), "pending", "the lock is another's");
    mu.unlock();
    await assert.rejects(cancelled, (error) => error === "enough");
    assert.equal(mu.locked, true);
    mu.unlock();
    cond.signal();
    await patient;
    await assert.rejects(cond.wait(abort.signal), (error) => error === "enough");
    assert.equal(mu.locked, true, "a call that arrives cancelled leaves the lock alone");
  });

  it("works with any lock, held by the caller", async () => {
    const rw = new RWMutex();
    const cond = new Cond(rw.rLocker());
    await rw.rLock();
    const waiting = cond.wait();
    assert.equal(rw.readers, 0);
    cond.broadcast();
    await waiting;
    assert.equal(rw.readers, 1);
    await assert.rejects(new Cond(new Mutex()).wait(), coded("UNLOCK_OF_UNLOCKED"));
    for (const wrong of [undefined, null, {}] as unknown as Mutex[]) {
      assert.throws(() => new Cond(wrong), coded("INVALID_ARGUMENT"));
    }
  });
});
