import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RWMutex, sleep } from "../../../tracer/runtime/index.js";
import { coded, settle, stateOf } from "./support.js";

describe("a read-write mutex", () => {
  it("lets readers in together, and a writer alone", async () => {
    const mu = new RWMutex();
    await mu.rLock();
    await mu.rLock();
    assert.equal(mu.readers, 2);
    const writer = mu.lock();
    assert.equal(await stateOf(writer), "pending");
    mu.rUnlock();
    assert.equal(await stateOf(writer), "pending");
    mu.rUnlock();
    assert.equal(await stateOf(writer), "fulfilled");
    assert.deepEqual([mu.locked, mu.readers], [true, 0]);
    assert.deepEqual([mu.tryLock(), mu.tryRLock()], [false, false]);
  });

  it("keeps writers from each other, and readers from writers, whatever the mix", async () => {
    const mu = new RWMutex();
    let [readers, writers, overlaps, mostReaders] = [0, 0, 0, 0];
    const read = async (): Promise<void> => {
      await mu.rLock();
      mostReaders = Math.max(mostReaders, ++readers);
      overlaps += writers;
      await settle();
      readers--;
      mu.rUnlock();
    };
    const write = async (): Promise<void> => {
      await mu.lock();
      overlaps += readers + writers;
      writers++;
      await settle();
      writers--;
      mu.unlock();
    };
    await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? write() : read())));
    assert.equal(overlaps, 0);
    assert.ok(mostReaders > 1);
  });

  it("makes new readers wait behind a writer that waits, so that no writer starves", async () => {
    const mu = new RWMutex();
    let stop = false;
    // Two readers that hand the lock to each other: without the rule there is never a moment without a reader.
    const reading = async (): Promise<void> => {
      while (!stop) {
        await mu.rLock();
        await sleep(2);
        mu.rUnlock();
      }
    };
    const readers = [reading(), sleep(1).then(reading)];
    await sleep(5);
    const writer = mu.lock();
    const first = await Promise.race([writer.then(() => "writer"), sleep(1000).then(() => "nobody")]);
    stop = true;
    assert.equal(first, "writer");
    mu.unlock();
    await Promise.all(readers);
  });

  it("serves readers and writers in the order in which they came", async () => {
    const mu = new RWMutex();
    await mu.lock();
    const log: string[] = [];
    const reader = (name: string): unknown => mu.rLock().then(() => log.push(name));
    const writer = (name: string): unknown => mu.lock().then(() => log.push(name));
    reader("r1");
    reader("r2");
    writer("w1");
    reader("r3");
    mu.unlock();
    await settle();
    assert.deepEqual(log, ["r1", "r2"]);
    mu.rUnlock();
    mu.rUnlock();
    await settle();
    assert.deepEqual(log, ["r1", "r2", "w1"]);
    mu.unlock();
    await settle();
    assert.deepEqual(log, ["r1", "r2", "w1", "r3"]);
  });

  it("lets the readers behind a writer in when it gives up", async () => {
    const mu = new RWMutex();
    await mu.rLock();
    const abort = new AbortController();
    const writer = mu.lock(abort.signal);
    const reader = mu.rLock();
    assert.equal(await stateOf(reader), "pending");
    abort.abort("enough");
    await assert.rejects(writer, (error) => error === "enough");
    assert.equal(await stateOf(reader), "fulfilled");
    assert.equal(mu.readers, 2);
  });

  it("fails when it is unlocked and not so held", async () => {
    const mu = new RWMutex("table");
    assert.throws(() => mu.unlock(), { message: 'unlock of unlocked rwmutex "table"' });
    assert.throws(() => mu.rUnlock(), coded("UNLOCK_OF_UNLOCKED"));
    await mu.rLock();
    assert.throws(() => mu.unlock(), coded("UNLOCK_OF_UNLOCKED"));
    mu.rUnlock();
    await mu.lock();
    assert.throws(() => mu.rUnlock(), coded("UNLOCK_OF_UNLOCKED"));
  });

  it("is unlocked at the end of a block by using", async () => {
    const mu = new RWMutex();
    {
      using writing = await mu.lock();
      assert.deepEqual([typeof writing, mu.locked], ["object", true]);
    }
    {
      using reading = await mu.rLock();
      assert.deepEqual([typeof reading, mu.readers], ["object", 1]);
    }
    assert.deepEqual([mu.locked, mu.readers], [false, 0]);
  });

  it("holds itself for the length of a function, for reading or writing", async () => {
    const mu = new RWMutex();
    let secondDone: () => void = () => undefined;
    const first = mu.withRLock(() => new Promise<void>((done) => (secondDone = done)).then(() => mu.readers));
    const second = mu.withRLock(() => sleep(1).then(() => mu.readers));
    void second.then(() => secondDone());
    const writer = mu.withLock(() => [mu.locked, mu.readers]);
    assert.deepEqual(await Promise.all([first, second, writer]), [1, 2, [true, 0]]);
    await assert.rejects(
      mu.withLock(() => Promise.reject(new RangeError("no"))),
      RangeError,
    );
    await assert.rejects(mu.withRLock(1 as unknown as () => 1), coded("INVALID_ARGUMENT"));
    assert.deepEqual([mu.locked, mu.readers], [false, 0]);
  });

  it("gives a lock of its reading side", async () => {
    const mu = new RWMutex();
    const locker = mu.rLocker();
    await locker.lock();
    assert.equal(mu.readers, 1);
    locker.unlock();
    assert.equal(mu.readers, 0);
  });
});
