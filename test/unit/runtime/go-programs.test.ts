/**
 * Small programs that need channels to be right in many ways at once, after what Go's `test/chan` and runtime tests
 * do; the facts they pin down are in `go-facts.ts`.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Channel, type ReceiveChannel, WaitGroup, chan, go, otherwise, select } from "./internals.js";
import { settle } from "./support.js";

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("a program", () => {
  it("finds primes by a sieve of tasks, one for each prime", async () => {
    const generate = async (out: Channel<number>): Promise<void> => {
      for (let i = 2; ; i++) await out.send(i);
    };
    const filter = async (
      from: ReceiveChannel<number>,
      out: Channel<number>,
      prime: number,
    ): Promise<void> => {
      for await (const n of from) if (n % prime !== 0) await out.send(n);
    };
    let from = chan<number>();
    void go(generate, from);
    const primes: number[] = [];
    while (primes.length < 60) {
      const prime = (await from.receive())!;
      primes.push(prime);
      const out = chan<number>();
      void go(filter, from, out, prime);
      from = out;
    }
    const expected = numbers(282).filter((n) => n > 1 && numbers(n).every((d) => d < 2 || n % d !== 0));
    assert.deepEqual(primes, expected);
  });

  it("passes a value through ten thousand tasks in a row", async () => {
    const first = chan<number>();
    let last: Channel<number> = first;
    for (let i = 0; i < 10_000; i++) {
      const [from, to] = [last, chan<number>()];
      void go(async () => to.send(1 + (await from.receive())!));
      last = to;
    }
    await first.send(0);
    assert.equal(await last.receive(), 10_000);
  });

  it("computes the power series of e^x from itself, through channels that feed each other", async () => {
    const terms = 20;
    // e^x = 1 + the integral of e^x: the output is split, and one half comes back as the input.
    const split = async (from: ReceiveChannel<number>, outs: readonly Channel<number>[]): Promise<void> => {
      // Each half is taken whenever its reader likes; the other must not wait for it.
      const queues = outs.map(() => [] as number[]);
      for (;;) {
        const wanted = outs.map((out, i) =>
          queues[i]!.length === 0 ? undefined : out.onSend(queues[i]![0]!, () => void queues[i]!.shift()),
        );
        await select(
          ...wanted,
          from.onReceive((value) => queues.forEach((queue) => queue.push(value!))),
        );
      }
    };
    const integrate = async (
      from: ReceiveChannel<number>,
      constant: number,
      out: Channel<number>,
    ): Promise<void> => {
      await out.send(constant);
      for (let n = 1; n < terms; n++) await out.send((await from.receive())! / n);
    };
    const [series, back, result] = [chan<number>(), chan<number>(), chan<number>()];
    void go(integrate, back, 1, series);
    void go(split, series, [back, result]);
    let factorial = 1;
    for (let n = 0; n < terms; n++) {
      assert.ok(Math.abs((await result.receive())! * factorial - 1) < 1e-9);
      factorial *= n + 1;
    }
  });

  it("receives each of what four tasks send, once, in each sender's order", async () => {
    for (const capacity of [0, 1, 10]) {
      const ch = chan<readonly [number, number]>(capacity);
      const [senders, each, receivers] = [4, 200, 3];
      const group = new WaitGroup();
      for (let sender = 0; sender < senders; sender++) {
        group.go(async () => {
          for (let n = 0; n < each; n++) await ch.send([sender, n]);
        });
      }
      void group.wait().then(() => ch.close());
      const received = await Promise.all(
        Array.from({ length: receivers }, async () => {
          const own: (readonly [number, number])[] = [];
          for await (const value of ch) own.push(value);
          return own;
        }),
      );
      assert.equal(new Set(received.flat().map(([s, n]) => s * each + n)).size, senders * each);
      for (const own of received) {
        const last = new Map<number, number>();
        for (const [sender, n] of own) {
          assert.ok(n > (last.get(sender) ?? -1));
          last.set(sender, n);
        }
      }
    }
  });

  it("never sends twice by one select", async () => {
    const targets = numbers(4).map(() => chan<number>());
    const all = chan<number>();
    const rounds = 500;
    const sender = go(async () => {
      for (let i = 0; i < rounds; i++) await select(...targets.map((target) => target.onSend(i)));
      for (const target of targets) target.close();
    });
    const relays = targets.map((target) =>
      go(async () => {
        for await (const value of target) await all.send(value);
      }),
    );
    void Promise.all([sender, ...relays]).then(() => all.close());
    const seen: number[] = [];
    for await (const value of all) seen.push(value);
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      numbers(rounds),
    );
  });

  it("never lets a task receive what it sends in the same select", async () => {
    for (const capacity of [0, 10]) {
      const ch = chan<number>(capacity);
      const rounds = 300;
      const players = [0, 1].map((player) =>
        go(async () => {
          for (let i = 0; i < rounds; i++) {
            const order = [
              ch.onSend(player, () => {}),
              ch.onReceive((value) => {
                if (capacity === 0) assert.notEqual(value, player);
              }),
            ];
            await select(...(i % 2 === 0 ? order : order.reverse()), otherwise());
            if (i % 3 === 0) await settle();
          }
        }),
      );
      await Promise.all(players);
    }
  });

  it("keeps the lines of channels whose select lost in order, wherever in the line it stood", async () => {
    const [c1, c2, other] = [chan<number>(), chan<number>(), chan<number>()];
    const log: string[] = [];
    const first = c1.receive().then((v) => log.push(`first ${v}`));
    const chosen = select(c1.onReceive(), c2.onReceive(), other.onReceive()).then((v) =>
      log.push(`select ${v}`),
    );
    other.trySend(9);
    const last = c1.receive().then((v) => log.push(`last ${v}`));
    const second = c2.receive().then((v) => log.push(`second ${v}`));
    c1.trySend(1);
    c1.trySend(2);
    c2.trySend(3);
    await Promise.all([first, chosen, last, second]);
    assert.deepEqual(log.sort(), ["first 1", "last 2", "second 3", "select 9"]);
  });

  it("gives two channels that are always ready about the same", async () => {
    const [a, b, done] = [chan<number>(), chan<number>(), chan<never>()];
    const feed = async (ch: Channel<number>): Promise<void> => {
      while (!done.closed) await select(ch.onSend(1), done.onReceive());
    };
    const feeders = [go(feed, a), go(feed, b)];
    const counts = [0, 0];
    const rounds = 10_000;
    for (let i = 0; i < rounds; i++) {
      await select(
        a.onReceive(() => (counts[0]! += 1)),
        b.onReceive(() => (counts[1]! += 1)),
      );
    }
    done.close();
    await Promise.all(feeders);
    // Seven standard deviations of a fair coin, as Go's own test allows six.
    assert.ok(Math.abs(counts[0]! - rounds / 2) < 3.5 * Math.sqrt(rounds), counts.join(" "));
  });

  it("evaluates the operands of a select once, in order, chosen or not", async () => {
    const log: string[] = [];
    const note = <T>(name: string, value: T): T => {
      log.push(name);
      return value;
    };
    const [full, ready] = [chan<number>(1), chan<number>(1)];
    full.trySend(0);
    await select(
      note("channel 1", full).onSend(note("value 1", 1)),
      note("channel 2", ready).onSend(note("value 2", 2)),
      note("channel 3", chan<number>()).onReceive(),
    );
    assert.deepEqual(log, ["channel 1", "value 1", "channel 2", "value 2", "channel 3"]);
  });
});
