import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Semaphore, background, withCancel } from "../../../tracer/runtime/index.js";
import { coded, settle, stateOf } from "./support.js";

describe("a semaphore", () => {
  it("lets as many in as there are permits", async () => {
    const sem = new Semaphore(3);
    let [inside, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 10 }, () =>
        sem.withPermit(async () => {
          most = Math.max(most, ++inside);
          await settle();
          inside--;
        }),
      ),
    );
    assert.deepEqual([most, sem.taken], [3, 0]);
  });

  it("serves first who came first, however much they want", async () => {
    const sem = new Semaphore(3);
    await sem.acquire(2);
    const big = sem.acquire(3);
    const small = sem.acquire(1);
    assert.deepEqual([await stateOf(big), await stateOf(small)], ["pending", "pending"]);
    assert.equal(sem.tryAcquire(1), false, "nobody overtakes");
    sem.release(2);
    assert.deepEqual([await stateOf(big), await stateOf(small)], ["fulfilled", "pending"]);
    sem.release(3);
    assert.deepEqual([await stateOf(small), sem.taken], ["fulfilled", 1]);
  });

  it("lets those behind go on when the first in line gives up", async () => {
    const sem = new Semaphore(2);
    await sem.acquire();
    const [ctx, cancel] = withCancel(background());
    const big = sem.acquire(2, ctx);
    const small = sem.acquire();
    assert.equal(await stateOf(small), "pending");
    cancel();
    await assert.rejects(big, coded("CANCELED"));
    assert.deepEqual([await stateOf(small), sem.taken], ["fulfilled", 2]);
  });

  it("keeps nobody waiting for who wants more than there is", async () => {
    const sem = new Semaphore(2);
    const abort = new AbortController();
    const never = sem.acquire(3, abort.signal);
    assert.equal(await stateOf(sem.acquire(2)), "fulfilled");
    sem.release(2);
    assert.equal(await stateOf(never), "pending");
    abort.abort("enough");
    await assert.rejects(never, (error) => error === "enough");
  });

  it("refuses to take back more than it gave", async () => {
    const sem = new Semaphore(2, "places");
    await sem.acquire();
    assert.throws(() => sem.release(2), { message: 'semaphore released more than held "places"' });
    sem.release();
    assert.throws(() => sem.release(), coded("RELEASED_MORE_THAN_HELD"));
  });

  it("gives back at the end of a block by using", async () => {
    const sem = new Semaphore(3);
    {
      using one = await sem.acquire();
      using two = await sem.acquire(2);
      assert.deepEqual([typeof one, typeof two, sem.taken], ["object", "object", 3]);
      const waiting = sem.acquire();
      assert.equal(await stateOf(waiting), "pending");
    }
    assert.equal(sem.taken, 1, "the one that waited");
    sem.release();
    sem.tryAcquire(3);
    const waiting = sem.acquire(3);
    sem.release(3);
    (await waiting)[Symbol.dispose]();
    assert.equal(sem.taken, 0);
  });

  it("takes a signal in the number's place, and whole numbers only", async () => {
    const sem = new Semaphore(1);
    await assert.rejects(sem.acquire(AbortSignal.abort("no")), (error) => error === "no");
    for (const n of [-1, 0.5, NaN]) {
      await assert.rejects(sem.acquire(n), coded("INVALID_ARGUMENT"));
      assert.throws(() => sem.release(n), coded("INVALID_ARGUMENT"));
      assert.throws(() => sem.tryAcquire(n), coded("INVALID_ARGUMENT"));
      assert.throws(() => new Semaphore(n), coded("INVALID_ARGUMENT"));
    }
    await assert.rejects(sem.withPermit(1 as unknown as () => 1), coded("INVALID_ARGUMENT"));
  });
});
