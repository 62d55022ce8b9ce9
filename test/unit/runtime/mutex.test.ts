import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Mutex, sleep } from "../../../tracer/runtime/index.js";
import { coded, settleUntil, stateOf } from "./support.js";

describe("a mutex", () => {
  it("is held by one task at a time", async () => {
    const mu = new Mutex();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 20; i++) {
          await mu.lock();
          most = Math.max(most, ++inside);
          await Promise.resolve();
          inside--;
          mu.unlock();
        }
      }),
    );
    assert.equal(most, 1);
    assert.equal(mu.locked, false);
  });

  it("passes on in the order in which tasks came, and nobody gets in between", async () => {
    const mu = new Mutex();
    await mu.lock();
    const log: number[] = [];
    for (let i = 0; i < 4; i++) {
      void mu.lock().then(() => {
        log.push(i);
        mu.unlock();
      });
    }
    mu.unlock();
    assert.equal(mu.locked, true, "it belongs to the first in line already");
    assert.equal(mu.tryLock(), false);
    await settleUntil(() => log.length === 4);
    assert.deepEqual(log, [0, 1, 2, 3]);
  });

  it("can be tried", () => {
    const mu = new Mutex();
    assert.equal(mu.tryLock(), true);
    assert.equal(mu.tryLock(), false);
    mu.unlock();
    assert.equal(mu.tryLock(), true);
  });

  it("is unlocked at the end of a block by using", async () => {
    const mu = new Mutex();
    {
      using held = await mu.lock();
      assert.ok(held);
      assert.equal(mu.locked, true);
    }
    assert.equal(mu.locked, false);
    mu.tryLock();
    const waiting = (async () => {
      using held = await mu.lock();
      return mu.locked && typeof held === "object";
    })();
    mu.unlock();
    assert.equal(await waiting, true);
    assert.equal(mu.locked, false);
  });

  it("makes a task that locks it twice wait for itself", async () => {
    const mu = new Mutex();
    await mu.lock();
    assert.equal(await stateOf(mu.lock()), "pending");
  });

  it("fails when nobody holds it", async () => {
    const mu = new Mutex("accounts");
    assert.throws(() => mu.unlock(), { message: 'unlock of unlocked mutex "accounts"' });
    await mu.lock();
    mu.unlock();
    assert.throws(() => mu.unlock(), coded("UNLOCK_OF_UNLOCKED"));
  });
});

describe("withLock", () => {
  it("holds the lock until the function's promise has ended", async () => {
    const mu = new Mutex();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} in`);
      await sleep(1);
      log.push(`${name} out`);
      return name;
    };
    assert.deepEqual(await Promise.all([mu.withLock(work("a")), mu.withLock(work("b"))]), ["a", "b"]);
    assert.deepEqual(log, ["a in", "a out", "b in", "b out"]);
    assert.equal(mu.locked, false);
  });

  it("unlocks when the function throws or its promise fails", async () => {
    const mu = new Mutex();
    const error = new Error("no");
    const failing = [
      (): never => {
        throw error;
      },
      (): Promise<never> => Promise.reject(error),
    ];
    for (const fail of failing) {
      await assert.rejects(mu.withLock(fail), (thrown) => thrown === error);
      assert.equal(mu.locked, false);
      mu.tryLock();
      const waiting = mu.withLock(fail);
      mu.unlock();
      await assert.rejects(waiting, (thrown) => thrown === error);
      assert.equal(mu.locked, false);
    }
  });

  it("calls nothing that is no function, and locks nothing for it", async () => {
    const mu = new Mutex();
    await assert.rejects(mu.withLock(1 as unknown as () => void), coded("INVALID_ARGUMENT"));
    assert.equal(mu.locked, false);
  });
});
