import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SingleFlight, SyncMap, chan } from "../../../tracer/runtime/index.js";
import { coded, settle } from "./support.js";

describe("a sync map", () => {
  it("does each of Go's steps", () => {
    const map = new SyncMap<string, number | undefined>();
    assert.equal(map.load("a"), undefined);
    assert.deepEqual(map.loadOrStore("a", 1), [1, false]);
    assert.deepEqual(map.loadOrStore("a", 2), [1, true]);
    assert.deepEqual(map.swap("a", 3), [1, true]);
    assert.deepEqual(map.swap("b", 4), [undefined, false]);
    assert.equal(map.compareAndSwap("a", 1, 5), false);
    assert.equal(map.compareAndSwap("a", 3, 5), true);
    assert.equal(map.compareAndSwap("none", undefined, 5), false);
    assert.equal(map.compareAndDelete("a", 1), false);
    assert.equal(map.compareAndDelete("a", 5), true);
    assert.deepEqual(map.loadAndDelete("b"), [4, true]);
    assert.deepEqual(map.loadAndDelete("b"), [undefined, false]);
    map.store("c", undefined);
    assert.deepEqual([map.has("c"), map.load("c"), map.size], [true, undefined, 1]);
    assert.deepEqual(map.loadOrStore("c", 1), [undefined, true]);
    map.delete("c");
    map.store("d", 1);
    map.clear();
    assert.equal(map.size, 0);
  });

  it("visits no key twice, and stops when told", () => {
    const map = new SyncMap<number, number>();
    for (let i = 0; i < 5; i++) map.store(i, i);
    const seen: number[] = [];
    map.range((key, value) => {
      seen.push(key);
      // A key that comes back would be seen again by a plain Map's iteration.
      map.delete(key);
      map.store(key, value);
      if (key === 1) map.delete(2);
      return key < 3;
    });
    assert.deepEqual(seen, [0, 1, 3]);
  });

  it("computes an absent value once, however many ask", async () => {
    const map = new SyncMap<string, number>();
    let calls = 0;
    const compute = async (key: string): Promise<number> => {
      calls++;
      await settle();
      return key.length;
    };
    const all = await Promise.all(Array.from({ length: 50 }, () => map.loadOrCompute("abc", compute)));
    assert.deepEqual([new Set(all), calls, map.load("abc")], [new Set([3]), 1, 3]);
    assert.equal(await map.loadOrCompute("abc", () => assert.fail("computed again")), 3);
  });

  it("stores nothing when the computation fails, and the next one computes anew", async () => {
    const map = new SyncMap<string, number>();
    const fail = (): Promise<number> => settle().then(() => Promise.reject(new RangeError("no")));
    const asked = [map.loadOrCompute("a", fail), map.loadOrCompute("a", () => 1)];
    for (const each of asked) await assert.rejects(each, RangeError);
    assert.equal(map.has("a"), false);
    assert.equal(await map.loadOrCompute("a", () => 2), 2);
    await assert.rejects(map.loadOrCompute("b", 1 as unknown as () => 1), coded("INVALID_ARGUMENT"));
  });

  it("keeps a value that was stored meanwhile, and gives it to all", async () => {
    const map = new SyncMap<string, number>();
    const asked = map.loadOrCompute("a", () => settle().then(() => 1));
    map.store("a", 2);
    assert.deepEqual([await asked, map.load("a")], [2, 2]);
  });

  it("lets a caller give up, and still stores", async () => {
    const map = new SyncMap<string, number>();
    const abort = new AbortController();
    const asked = map.loadOrCompute("a", () => settle().then(() => 1), abort.signal);
    abort.abort("enough");
    await assert.rejects(asked, (error) => error === "enough");
    await settle();
    assert.equal(map.load("a"), 1);
  });
});

describe("a single flight", () => {
  it("shares one computation among those that ask meanwhile, and keeps nothing", async () => {
    const flight = new SingleFlight<object>();
    const gate = chan<never>();
    let calls = 0;
    const fn = async (): Promise<object> => {
      calls++;
      await gate.receive();
      return {};
    };
    const [a, b] = [flight.do("key", fn), flight.do("key", fn)];
    const other = flight.do("other", fn);
    assert.deepEqual([calls, flight.size], [2, 2]);
    gate.close();
    assert.equal(await a, await b);
    assert.notEqual(await other, await a);
    assert.notEqual(await flight.do("key", fn), await a);
    assert.deepEqual([calls, flight.size], [3, 0]);
  });

  it("gives its error to all", async () => {
    const flight = new SingleFlight<number>();
    const error = new Error("no");
    const fn = (): Promise<number> => settle().then(() => Promise.reject(error));
    const asked = [flight.do(1, fn), flight.do(1, fn)];
    for (const each of asked) await assert.rejects(each, (thrown) => thrown === error);
    await assert.rejects(
      flight.do(1, () => {
        throw error;
      }),
      (thrown) => thrown === error,
    );
    assert.equal(flight.size, 0);
  });

  it("begins anew for a key that was forgotten, and the old one does not end the new", async () => {
    const flight = new SingleFlight<string>();
    const gates = [chan<string>(), chan<string>()];
    const start = (i: number): Promise<string> => flight.do("key", async () => (await gates[i]!.receive())!);
    const first = start(0);
    flight.forget("key");
    const second = start(1);
    await gates[0]!.send("old");
    assert.equal(await first, "old");
    const third = flight.do("key", () => assert.fail("did not join"));
    await gates[1]!.send("new");
    assert.deepEqual([await second, await third], ["new", "new"]);
  });

  it("lets a caller give up, and goes on for the others", async () => {
    const flight = new SingleFlight<number>();
    const gate = chan<number>();
    const abort = new AbortController();
    const impatient = flight.do("key", async () => (await gate.receive())!, abort.signal);
    const patient = flight.do("key", () => 0);
    abort.abort("enough");
    await assert.rejects(impatient, (error) => error === "enough");
    await gate.send(7);
    assert.equal(await patient, 7);
    await assert.rejects(flight.do("key", 1 as unknown as () => 1), coded("INVALID_ARGUMENT"));
  });
});
