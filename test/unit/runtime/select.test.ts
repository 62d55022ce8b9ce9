import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { describe, it } from "node:test";
import { after, chan, otherwise, select } from "../../../tracer/runtime/index.js";
import { activeTimers, coded, settle, stateOf } from "./support.js";

/** Whether anybody waits on this channel, to send or to receive. */
function hasWaiters(ch: ReturnType<typeof chan>): boolean {
  const receiverTookIt = ch.trySend("probe");
  return receiverTookIt || ch.tryReceive() !== undefined;
}

describe("select among ready cases", () => {
  it("chooses each as often as any other", async () => {
    const counts = [0, 0, 0, 0];
    const channels = counts.map((_, i) => {
      const ch = chan<number>(1);
      ch.trySend(i);
      return ch;
    });
    const rounds = 20_000;
    for (let i = 0; i < rounds; i++) {
      // A full channel, an empty one and a nil one among them must not shift the odds.
      const chosen = await select(
        channels[0]!.onReceive(),
        chan<number>().onReceive(),
        channels[1]!.onReceive(),
        undefined,
        channels[2]!.onReceive(),
        chan<number>().onSend(1),
        channels[3]!.onReceive(),
      );
      counts[chosen!]! += 1;
      channels[chosen!]!.trySend(chosen!);
    }
    // Chi squared with 3 degrees of freedom: above 21.1 one time in ten thousand.
    const expected = rounds / counts.length;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    assert.ok(chiSquared < 21.1, `counts ${counts.join(", ")}`);
  });

  it("carries out exactly one", async () => {
    const [a, b, out] = [chan<string>(1), chan<string>(1), chan<string>(1)];
    a.trySend("a");
    b.trySend("b");
    await select(a.onReceive(), b.onReceive(), out.onSend("c"));
    assert.equal(a.length + b.length + (1 - out.length), 2);
  });

  it("counts closed channels as ready", async () => {
    const ch = chan<number>();
    ch.close();
    const seen = await select(ch.onReceive((value, ok) => [value, ok] as const));
    assert.deepEqual(seen, [undefined, false]);
    await assert.rejects(select(ch.onSend(1)), coded("SEND_ON_CLOSED"));
  });

  it("sends and receives", async () => {
    const ch = chan<string>(1);
    assert.equal(await select(ch.onSend("x", () => "sent")), "sent");
    assert.equal(await select(ch.onReceive((value, ok) => `${String(value)} ${ok}`)), "x true");
    assert.deepEqual(await Promise.all([select(ch.onSend("y"))]), [undefined]);
    assert.equal(await select(ch.onReceive()), "y");
  });
});

describe("select that must wait", () => {
  it("goes on with the first case that becomes ready, and leaves no waiter in the others", async () => {
    const [a, b, c] = [chan<unknown>(), chan<unknown>(), chan<unknown>()];
    const chosen = select(a.onReceive(), b.onReceive(), c.onSend("c"));
    assert.equal(await stateOf(chosen), "pending");
    await b.send("b");
    assert.equal(await chosen, "b");
    assert.deepEqual([hasWaiters(a), hasWaiters(b), hasWaiters(c)], [false, false, false]);
  });

  it("can win by sending", async () => {
    const [a, c] = [chan<unknown>(), chan<string>()];
    const chosen = select(
      a.onReceive(),
      c.onSend("c", () => "sent"),
    );
    assert.equal(await c.receive(), "c");
    assert.equal(await chosen, "sent");
    assert.equal(hasWaiters(a), false);
  });

  it("stands in line with everyone else", async () => {
    const ch = chan<number>();
    const log: string[] = [];
    void ch.receive().then((value) => log.push(`first ${String(value)}`));
    void select(ch.onReceive()).then((value) => log.push(`select ${String(value)}`));
    void ch.receive().then((value) => log.push(`last ${String(value)}`));
    for (let i = 1; i <= 3; i++) ch.trySend(i);
    await settle();
    assert.deepEqual(log, ["first 1", "select 2", "last 3"]);
  });

  it("meets another select", async () => {
    const ch = chan<number>();
    const receiver = select(
      ch.onReceive((value) => `got ${String(value)}`),
      chan().onReceive(),
    );
    const sender = select(
      chan().onReceive(),
      ch.onSend(7, () => "sent"),
    );
    assert.deepEqual(await Promise.all([receiver, sender]), ["got 7", "sent"]);
  });

  it("never meets itself", async () => {
    const ch = chan<number>();
    const both = select(
      ch.onSend(1, () => "sent"),
      ch.onReceive(() => "received"),
    );
    assert.equal(await stateOf(both), "pending");
    assert.equal(await ch.receive(), 1);
    assert.equal(await both, "sent");
    assert.equal(ch.trySend(2), false);
  });

  it("may name a channel twice and is then served once", async () => {
    const ch = chan<number>();
    const twice = select(ch.onReceive(), ch.onReceive());
    assert.deepEqual([ch.trySend(1), ch.trySend(2)], [true, false]);
    assert.equal(await twice, 1);
  });

  it("is woken by a close, and fails where it would have sent", async () => {
    const [a, b, other] = [chan<number>(), chan<number>(), chan<unknown>()];
    const receiver = select(
      a.onReceive((_, ok) => ok),
      other.onReceive(),
    );
    const sender = select(b.onSend(1), other.onReceive());
    a.close();
    b.close();
    assert.equal(await receiver, false);
    await assert.rejects(sender, coded("SEND_ON_CLOSED"));
    assert.equal(hasWaiters(other), false);
  });

  it("waits for ever without a live case", async () => {
    assert.equal(await stateOf(select()), "pending");
    assert.equal(await stateOf(select(undefined, null)), "pending");
  });

  it("takes nothing when it is cancelled", async () => {
    const abort = new AbortController();
    const [a, b] = [chan<unknown>(), chan<unknown>()];
    const chosen = select(a.onReceive(), b.onSend("b"), abort.signal);
    abort.abort("stop");
    await assert.rejects(chosen, (error) => error === "stop");
    assert.deepEqual([hasWaiters(a), hasWaiters(b)], [false, false]);
  });

  it("leaves no timer behind in a case that loses", async () => {
    const before = activeTimers();
    const ch = chan<number>(1);
    const late = select(ch.onReceive(), after(60_000).onReceive());
    assert.equal(activeTimers(), before + 1);
    ch.trySend(1);
    await late;
    assert.equal(activeTimers(), before);
    ch.trySend(2);
    await select(ch.onReceive(), after(60_000).onReceive());
    await select(after(60_000).onReceive(), otherwise());
    assert.equal(activeTimers(), before);
  });
});

describe("otherwise", () => {
  it("is chosen only if nothing is ready", async () => {
    const ch = chan<number>(1);
    const poll = (): Promise<unknown> =>
      select(
        otherwise(() => "empty"),
        ch.onReceive(),
      );
    assert.equal(await poll(), "empty");
    ch.trySend(1);
    assert.equal(await poll(), 1);
    assert.deepEqual(await Promise.all([select(otherwise())]), [undefined]);
    const unbuffered = chan<unknown>();
    await select(unbuffered.onReceive(), unbuffered.onSend(1), otherwise());
    assert.equal(hasWaiters(unbuffered), false);
  });

  it("may be there only once", async () => {
    await assert.rejects(select(otherwise(), otherwise()), coded("INVALID_ARGUMENT"));
  });
});

describe("a handler", () => {
  it("is awaited after the choice", async () => {
    const ch = chan<number>(1);
    ch.trySend(2);
    assert.equal(await select(ch.onReceive((value) => Promise.resolve((value ?? 0) * 2))), 4);
    const waiting = select(ch.onReceive((value) => Promise.resolve((value ?? 0) * 3)));
    ch.trySend(2);
    assert.equal(await waiting, 6);
  });

  it("fails the select when it throws", async () => {
    const ch = chan<number>(1);
    ch.trySend(1);
    const fail = (): never => {
      throw new RangeError("no");
    };
    await assert.rejects(select(ch.onReceive(fail)), RangeError);
    const waiting = select(ch.onReceive(fail));
    ch.trySend(1);
    await assert.rejects(waiting, RangeError);
  });

  it("runs in the task of the select, not inside its peer's call", async () => {
    const store = new AsyncLocalStorage<string>();
    const ch = chan<number>();
    let ranIn: string | undefined;
    const waiting = store.run("selector", () => select(ch.onReceive(() => (ranIn = store.getStore()))));
    store.run("sender", () => ch.trySend(1));
    assert.equal(ranIn, undefined);
    await waiting;
    assert.equal(ranIn, "selector");
  });

  it("of another case does not run", async () => {
    const [a, b] = [chan<number>(), chan<number>()];
    const waiting = select(
      a.onReceive(() => assert.fail("chose a")),
      b.onReceive(),
    );
    b.trySend(3);
    assert.equal(await waiting, 3);
  });
});

describe("a case", () => {
  it("may be used again and again", async () => {
    const ch = chan<number>();
    const [receive, never] = [ch.onReceive(), chan<number>().onReceive()];
    for (let i = 0; i < 5; i++) {
      const chosen = select(receive, never);
      ch.trySend(i);
      assert.equal(await chosen, i);
    }
  });

  it("must be one", async () => {
    const ch = chan<number>() as unknown as undefined;
    await assert.rejects(select(ch), coded("INVALID_ARGUMENT"));
    await assert.rejects(select(ch, otherwise()), coded("INVALID_ARGUMENT"));
  });
});
