import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type ReceiveChannel,
  background,
  bridge,
  chan,
  fanIn,
  fanOut,
  go,
  orDone,
  pipe,
  sleep,
  tee,
  withCancel,
  workerPool,
} from "../../../tracer/runtime/index.js";
import { coded, record, settle, holdsOnce } from "./support.js";

/** A channel that gives these values, and then closes. */
function source<T>(...values: T[]): ReceiveChannel<T> {
  const ch = chan<T>(values.length);
  for (const value of values) ch.trySend(value);
  ch.close();
  return ch;
}

async function drain<T>(channel: ReceiveChannel<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of channel) values.push(value);
  return values;
}

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);

describe("fanIn", () => {
  it("brings all together, each channel's values in order, and closes after the last", async () => {
    const values = await drain(fanIn(source(1, 2, 3), source("a", "b"), source<boolean>()));
    assert.deepEqual(
      [values.filter((v) => typeof v === "number"), values.filter((v) => typeof v === "string")],
      [
        [1, 2, 3],
        ["a", "b"],
      ],
    );
    assert.deepEqual(await drain(fanIn()), []);
  });
});

describe("fanOut", () => {
  it("deals each value to one, and lets a fast one have more", () =>
    holdsOnce(async () => {
      const outputs = fanOut(source(...numbers(20)), 3);
      const shares = await Promise.all(
        outputs.map(async (output, i) => {
          const share: number[] = [];
          for await (const value of output) {
            share.push(value);
            if (i === 0) await sleep(20);
          }
          return share;
        }),
      );
      assert.deepEqual(sorted(shares.flat()), numbers(20));
      assert.ok(shares[0]!.length < shares[1]!.length);
    }));
});

describe("pipe", () => {
  it("gives what the function makes of each, in order", async () => {
    const doubled = pipe(source(1, 2, 3), (n) => n * 2);
    assert.deepEqual(await drain(pipe(doubled, (n) => settle().then(() => `n${n}`))), ["n2", "n4", "n6"]);
  });

  it("works on several at a time when asked to", async () => {
    let [inside, most] = [0, 0];
    const out = pipe(
      source(...numbers(12)),
      async (n) => {
        most = Math.max(most, ++inside);
        await settle();
        inside--;
        return n;
      },
      { concurrency: 4, capacity: 12, name: "results" },
    );
    assert.deepEqual([out.name, out.capacity], ["results", 12]);
    assert.deepEqual(sorted(await drain(out)), numbers(12));
    assert.equal(most, 4);
  });

  it("ends, and reports the error as its task's, when the function throws", async () => {
    const reported = new Promise<[unknown, unknown]>((resolve) => {
      const listeners = process.listeners("unhandledRejection");
      process.removeAllListeners("unhandledRejection");
      process.once("unhandledRejection", (error, promise) => {
        for (const each of listeners) process.on("unhandledRejection", each);
        resolve([error, (promise as unknown as { name: string }).name]);
      });
    });
    const error = new Error("no");
    const out = pipe(source(1), () => Promise.reject(error));
    assert.deepEqual(await out.next(), { value: undefined, done: true });
    assert.deepEqual(await reported, [error, "pipe"]);
  });
});

describe("workerPool", () => {
  it("works with n tasks until all jobs are done", async () => {
    let [inside, most] = [0, 0];
    const results = workerPool(3, source(...numbers(10)), async (n) => {
      most = Math.max(most, ++inside);
      await settle();
      inside--;
      return n * n;
    });
    assert.deepEqual(
      sorted(await drain(results)),
      numbers(10).map((n) => n * n),
    );
    assert.equal(most, 3);
  });
});

describe("orDone", () => {
  it("ends with its channel", async () => {
    assert.deepEqual(await drain(orDone(background(), source(1, 2))), [1, 2]);
  });

  it("ends with its context, and takes no more from the channel", async () => {
    const [ctx, cancel] = withCancel(background());
    const ch = chan<number>();
    const out = orDone(ctx, ch);
    void ch.send(1);
    assert.equal(await out.receive(), 1);
    cancel();
    assert.deepEqual(await out.next(), { value: undefined, done: true });
    assert.equal(ch.trySend(2), false);
  });
});

describe("tee", () => {
  it("gives each value to both, and lets neither get ahead", async () => {
    const [left, right] = tee(source(1, 2, 3));
    assert.equal(await left.receive(), 1);
    await settle();
    assert.equal(left.tryReceive(), undefined);
    const [rest, all] = await Promise.all([drain(left), drain(right)]);
    assert.deepEqual(
      [rest, all],
      [
        [2, 3],
        [1, 2, 3],
      ],
    );
  });
});

describe("bridge", () => {
  it("gives one channel after the other", async () => {
    assert.deepEqual(await drain(bridge(source(source(1, 2), source<number>(), source(3)))), [1, 2, 3]);
  });
});

/** Every helper, fed by a producer that never ends by itself. */
const endless: Record<
  string,
  (from: ReceiveChannel<number>, ctx: ReturnType<typeof background>) => ReceiveChannel<number>
> = {
  fanIn: (from, ctx) => fanIn(from, chan<number>(), ctx),
  fanOut: (from, ctx) => fanOut(from, 3, ctx)[0]!,
  pipe: (from, ctx) => pipe(from, (n) => n, ctx),
  "pipe with options": (from, ctx) => pipe(from, (n) => n, { concurrency: 2, signal: ctx }),
  "pipe with a signal": (from, ctx) => pipe(from, (n) => n, ctx.signal),
  workerPool: (from, ctx) => workerPool(4, from, (n) => n, ctx),
  orDone: (from, ctx) => orDone(ctx, from),
  tee: (from, ctx) => {
    const [left, right] = tee(from, ctx);
    void go(drain, right);
    return left;
  },
  bridge: (from, ctx) => bridge(source(from, chan<number>()), ctx),
};

describe("a consumer that leaves early", () => {
  for (const [name, build] of Object.entries(endless)) {
    it(`leaves no task behind when it cancels: ${name}`, async () => {
      const [ctx, cancel] = withCancel(background());
      const tasks: { done: boolean; name: string }[] = [];
      const messages = await record(async () => {
        const ch = chan<number>();
        void go.named("producer", async () => {
          try {
            for (let i = 0; ; i++) await ch.send(i, ctx);
          } catch (error) {
            if (ctx.err() === undefined) throw error;
          }
        });
        const out = build(ch, ctx);
        let seen = 0;
        for await (const value of out) {
          assert.ok(value >= 0);
          if (++seen === 3) break;
        }
        assert.equal(out.closed, false);
        cancel();
        for (let i = 0; i < 5; i++) await settle();
        assert.equal(out.closed, true);
        assert.equal(ch.trySend(1), false, "somebody still receives");
        assert.equal(ch.tryReceive(), undefined, "somebody still sends");
      });
      for (const each of messages) if (each.event === "spawn") tasks.push(each.task as never);
      assert.ok(tasks.length >= 2);
      assert.deepEqual(
        tasks.filter((task) => !task.done).map((task) => task.name),
        [],
      );
    });
  }
});

describe("a pattern's arguments", () => {
  it("must be what they are called", () => {
    const wrong = 1 as unknown as ReceiveChannel<number>;
    const ch = chan<number>();
    const calls = [
      () => fanIn(ch, wrong),
      () => fanOut(wrong, 1),
      () => fanOut(ch, 0),
      () => pipe(wrong, (n) => n),
      () => pipe(ch, 1 as unknown as () => 1),
      () => pipe(ch, (n) => n, { concurrency: 0 }),
      () => workerPool(0.5, ch, (n) => n),
      () => orDone(background(), wrong),
      () => orDone(wrong as unknown as ReturnType<typeof background>, ch),
      () => tee(wrong),
      () => tee(ch, wrong as unknown as AbortSignal),
      () => bridge(wrong as unknown as ReceiveChannel<ReceiveChannel<number>>),
    ];
    for (const call of calls) assert.throws(call, coded("INVALID_ARGUMENT"));
  });
});
