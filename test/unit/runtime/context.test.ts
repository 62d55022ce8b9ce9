import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import {
  CanceledError,
  type Context,
  DeadlineExceededError,
  afterFunc,
  background,
  chan,
  notifyContext,
  select,
  sleep,
  todo,
  withCancel,
  withCancelCause,
  withDeadline,
  withTimeout,
  withValue,
  withoutCancel,
} from "../../../tracer/runtime/index.js";
import { activeTimers, coded, collectGarbage, settle, stateOf, holdsOnce } from "./support.js";

function block(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe("a root context", () => {
  it("never ends and holds nothing", async () => {
    for (const ctx of [background(), todo()]) {
      assert.deepEqual(
        [ctx.err(), ctx.cause(), ctx.deadline(), ctx.value("key"), ctx.signal.aborted],
        [undefined, undefined, undefined, undefined, false],
      );
      assert.equal(await stateOf(ctx.done().receive()), "pending");
      assert.equal(await stateOf(select(ctx.done().onReceive())), "pending");
    }
    assert.equal(background(), background());
    assert.notEqual(background(), todo());
  });

  it("keeps nothing alive that waits under it", async () => {
    const ref = (() => {
      const promise = chan().receive(background());
      void background().done().receive();
      return new WeakRef(promise);
    })();
    await settle();
    collectGarbage();
    assert.equal(ref.deref(), undefined);
  });
});

describe("a cancelled context", () => {
  it("tells so in every way it has", async () => {
    const [ctx, cancel] = withCancel(background(), "request");
    const waiting = ctx.done().receive();
    const { signal } = ctx;
    assert.deepEqual(
      [ctx.err(), ctx.cause(), signal.aborted, ctx.name],
      [undefined, undefined, false, "request"],
    );
    cancel();
    await waiting;
    assert.deepEqual(await ctx.done().next(), { value: undefined, done: true });
    assert.ok(ctx.err() instanceof CanceledError);
    assert.equal(ctx.err()?.message, 'context canceled "request"');
    assert.equal(ctx.cause(), ctx.err());
    assert.deepEqual([signal.aborted, signal.reason], [true, ctx.err()]);
    const error = ctx.err();
    cancel();
    assert.equal(ctx.err(), error);
    assert.equal(ctx.done().closed, true);
  });

  it("tells so to who asks only then", async () => {
    const [ctx, cancel] = withCancel(background());
    cancel();
    assert.equal(ctx.signal.aborted, true);
    assert.equal(ctx.done().closed, true);
    assert.equal(await select(ctx.done().onReceive((_, ok) => ok)), false);
  });

  it("says why, the first time", () => {
    const [ctx, cancel] = withCancelCause(background());
    const reason = new Error("disk full");
    cancel(reason);
    cancel(new Error("later"));
    assert.equal(ctx.cause(), reason);
    assert.ok(ctx.err() instanceof CanceledError);
    assert.equal(ctx.signal.reason, reason);
    const [plain, stop] = withCancelCause(background());
    stop();
    assert.equal(plain.cause(), plain.err());
  });

  it("ends its children and theirs, with its cause, and no parent or sibling", async () => {
    const [parent, cancel] = withCancelCause(background());
    const [child] = withCancel(withValue(parent, "k", 1));
    const [grandchild] = withTimeout(child, 60_000);
    const [sibling, cancelSibling] = withCancel(parent);
    cancelSibling();
    assert.deepEqual([parent.err(), child.err(), grandchild.err()], [undefined, undefined, undefined]);
    const reason = new Error("why");
    const waiting = grandchild.done().receive();
    cancel(reason);
    await waiting;
    assert.deepEqual([child.cause(), grandchild.cause()], [reason, reason]);
    assert.equal(grandchild.err(), parent.err());
    assert.notEqual(sibling.cause(), reason);
    const [late] = withCancel(parent);
    assert.deepEqual([late.err(), late.cause()], [parent.err(), reason]);
  });

  it("is no longer held by its parent", async () => {
    const [parent] = withCancel(background());
    const refs = Array.from({ length: 20 }, () => {
      const [child, cancel] = withCancel(parent);
      assert.equal(child.signal.aborted, false);
      cancel();
      return new WeakRef(child);
    });
    await settle();
    collectGarbage();
    assert.equal(refs.filter((ref) => ref.deref() !== undefined).length, 0);
    assert.equal(parent.err(), undefined);
  });

  it("ends the waits under it, in the order in which they began, with its cause", async () => {
    const [ctx, cancel] = withCancelCause(background());
    const ch = chan<string>();
    const log: string[] = [];
    const waits = ["a", "b"].map((name) =>
      ch.receive(ctx).catch((error: unknown) => log.push(name + String(error))),
    );
    const signal = ch.receive(ctx.signal).catch((error: unknown) => log.push(`s${String(error)}`));
    assert.equal(getEventListeners(ctx.signal, "abort").length, 1, "contexts need no listener");
    cancel("!");
    await Promise.all([...waits, signal]);
    assert.deepEqual(log, ["a!", "b!", "s!"]);
    await assert.rejects(ch.send("x", ctx), (error) => error === "!");
    await assert.rejects(ch.send("x", withValue(ctx, "k", 1)), (error) => error === "!");
  });
});

describe("a deadline", () => {
  it("ends the context when its time has passed", () =>
    holdsOnce(async () => {
      const before = activeTimers();
      const [ctx] = withTimeout(background(), 10, "fetch");
      assert.ok(Math.abs(ctx.deadline()!.getTime() - Date.now() - 10) < 5);
      const start = performance.now();
      await ctx.done().receive();
      assert.ok(performance.now() - start >= 9);
      assert.ok(ctx.err() instanceof DeadlineExceededError);
      assert.equal(ctx.err()?.code, "ERR_SLUICE_DEADLINE_EXCEEDED");
      assert.equal(ctx.cause(), ctx.err());
      assert.equal(activeTimers(), before);
    }));

  it("may be a date, and in the past", async () => {
    const [ctx] = withDeadline(background(), new Date(Date.now() + 10));
    await assert.rejects(sleep(1000, ctx), coded("DEADLINE_EXCEEDED"));
    for (const past of [Date.now() - 1, new Date(0)]) {
      assert.equal(withDeadline(background(), past)[0].err()?.code, "ERR_SLUICE_DEADLINE_EXCEEDED");
    }
    assert.equal(withTimeout(background(), 0)[0].err()?.code, "ERR_SLUICE_DEADLINE_EXCEEDED");
  });

  it("that is the parent's or later starts no timer", () => {
    const before = activeTimers();
    const [parent, cancel] = withTimeout(background(), 1000);
    const [child, cancelChild] = withTimeout(parent, 2000);
    const [never] = withTimeout(background(), Infinity);
    assert.equal(activeTimers(), before + 1);
    assert.deepEqual(child.deadline(), parent.deadline());
    assert.equal(never.deadline(), undefined);
    cancelChild();
    assert.equal(parent.err(), undefined);
    cancel();
    assert.equal(activeTimers(), before);
    assert.ok(parent.err() instanceof CanceledError);
  });

  it("that passed while the program was busy is seen at once, below it too", async () => {
    const contexts = (): Context[] => {
      const [ctx] = withTimeout(background(), 5);
      return [ctx, withCancel(ctx)[0], withValue(ctx, "k", 1), withDeadline(background(), Date.now() + 5)[0]];
    };
    const asked: ((ctx: Context) => unknown)[] = [
      (ctx) => ctx.err() !== undefined,
      (ctx) => ctx.signal.aborted,
      (ctx) => ctx.done().tryReceive()?.done,
      (ctx) => ctx.cause() instanceof DeadlineExceededError,
    ];
    for (const ask of asked) {
      const all = contexts();
      // The channels and signals are there before the time passes, or after.
      if (Math.random() < 0.5) all.forEach((ctx) => ctx.done());
      block(8);
      assert.deepEqual(all.map(ask), [true, true, true, true]);
    }
    const [ctx] = contexts();
    block(8);
    await assert.rejects(chan(1).send(1, ctx), coded("DEADLINE_EXCEEDED"));
  });

  it("must be a time", () => {
    assert.throws(() => withTimeout(background(), NaN), coded("INVALID_ARGUMENT"));
    assert.throws(() => withDeadline(background(), new Date(NaN)), coded("INVALID_ARGUMENT"));
  });
});

describe("a context's values", () => {
  it("are those nearest above, by the very key", () => {
    const key = Symbol("user");
    const ctx = withValue(withCancel(withValue(withValue(background(), key, "a"), "other", 1))[0], key, "b");
    assert.deepEqual([ctx.value(key), ctx.value("other"), ctx.value(Symbol("user"))], ["b", 1, undefined]);
    assert.throws(() => withValue(background(), undefined, 1), coded("INVALID_ARGUMENT"));
  });

  it("may be as many as a program likes", () => {
    let ctx = withValue(background(), "first", 1);
    for (let i = 0; i < 50_000; i++) ctx = withValue(ctx, "k", i);
    assert.deepEqual([ctx.value("first"), ctx.value("k"), ctx.err()], [1, 49_999, undefined]);
    assert.equal(ctx.done().closed, false);
  });

  it("outlive their context in one without its end", async () => {
    const [parent, cancel] = withTimeout(withValue(background(), "k", 1), 60_000);
    const ctx = withoutCancel(parent);
    const [child, cancelChild] = withCancel(ctx);
    cancel();
    assert.deepEqual(
      [ctx.value("k"), ctx.err(), ctx.deadline(), ctx.signal.aborted],
      [1, undefined, undefined, false],
    );
    assert.equal(await stateOf(ctx.done().receive()), "pending");
    assert.equal(child.err(), undefined);
    cancelChild();
    assert.ok(child.err());
  });
});

describe("afterFunc", () => {
  it("runs a task once the context has ended, not inside the call that ends it", async () => {
    const [ctx, cancel] = withCancel(background());
    let runs = 0;
    const stop = afterFunc(ctx, () => runs++);
    cancel();
    assert.equal(runs, 0);
    await settle();
    assert.equal(runs, 1);
    assert.equal(stop(), false);
    afterFunc(ctx, () => runs++);
    assert.equal(runs, 1);
    await settle();
    assert.equal(runs, 2);
  });

  it("can be stopped, once", async () => {
    const [ctx, cancel] = withCancel(background());
    const stop = afterFunc(ctx, () => assert.fail("ran"));
    assert.deepEqual([stop(), stop()], [true, false]);
    cancel();
    await settle();
    assert.equal(afterFunc(background(), () => {})(), true);
    assert.throws(() => afterFunc(ctx, 1 as unknown as () => void), coded("INVALID_ARGUMENT"));
  });
});

describe("a context of another library", () => {
  it("is as good a parent as any", async () => {
    const abort = new AbortController();
    const foreign = {
      ...background(),
      signal: abort.signal,
      done: () => chan<never>(),
      value: (key: unknown) => key,
    };
    const [child] = withCancel(
      withValue(
        Object.assign(Object.create(null), {
          name: undefined,
          signal: abort.signal,
          done: foreign.done,
          value: foreign.value,
          err: () => undefined,
          cause: (): unknown => abort.signal.reason,
          deadline: () => undefined,
        }) as Context,
        "k",
        1,
      ),
    );
    assert.deepEqual([child.value("k"), child.value("x")], [1, "x"]);
    const waiting = chan().receive(child);
    abort.abort("enough");
    await assert.rejects(waiting, (error) => error === "enough");
    assert.ok(child.err() instanceof CanceledError);
  });

  it("must be one", () => {
    for (const wrong of [undefined, null, {}, new AbortController().signal] as unknown as Context[]) {
      assert.throws(() => withCancel(wrong), coded("INVALID_ARGUMENT"));
      assert.throws(() => withValue(wrong, "k", 1), coded("INVALID_ARGUMENT"));
      assert.throws(() => withoutCancel(wrong), coded("INVALID_ARGUMENT"));
      assert.throws(() => withTimeout(wrong, 1), coded("INVALID_ARGUMENT"));
      assert.throws(() => afterFunc(wrong, () => {}), coded("INVALID_ARGUMENT"));
    }
  });
});

describe("a context's signal", () => {
  it("ends a real fetch and a real http request, on both sides", async () => {
    const [arrived, closed] = [chan<true>(2), chan<true>(2)];
    // Never answered: only the client can end it.
    const server = createServer((request) => {
      arrived.trySend(true);
      request.socket.on("close", () => closed.trySend(true));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const [ctx, cancel] = withCancelCause(background());
    const reason = new Error("the user left");
    const requested = new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { signal: ctx.signal }, resolve).on("error", reject);
    });
    const ended = [
      assert.rejects(fetch(url, { signal: ctx.signal }), (error) => error === reason),
      assert.rejects(requested, (error) => (error as Error).name === "AbortError"),
    ];
    for (let i = 0; i < 2; i++) await arrived.receive();
    cancel(reason);
    await Promise.all(ended);
    for (let i = 0; i < 2; i++) await closed.receive();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("notifyContext", () => {
  it("ends at a signal, and tells which", async () => {
    const before = process.listenerCount("SIGWINCH");
    const [ctx, stop] = notifyContext(background(), "SIGWINCH");
    process.kill(process.pid, "SIGWINCH");
    // A listener for a signal does not keep a process alive.
    await Promise.race([ctx.done().receive(), sleep(1000)]);
    assert.ok(ctx.err() instanceof CanceledError);
    assert.equal((ctx.cause() as { signal?: string }).signal, "SIGWINCH");
    process.kill(process.pid, "SIGWINCH");
    await sleep(5);
    stop();
    assert.equal(process.listenerCount("SIGWINCH"), before);
  });

  it("listens for SIGINT and SIGTERM unless told otherwise, until stopped", () => {
    const before = [process.listenerCount("SIGINT"), process.listenerCount("SIGTERM")];
    const [parent, cancel] = withCancel(background());
    const [ctx, stop] = notifyContext(parent);
    assert.deepEqual(
      [process.listenerCount("SIGINT"), process.listenerCount("SIGTERM")],
      before.map((n) => n + 1),
    );
    cancel();
    assert.ok(ctx.err());
    stop();
    assert.deepEqual([process.listenerCount("SIGINT"), process.listenerCount("SIGTERM")], before);
    assert.throws(() => notifyContext(background(), "SIGKILL"), coded("INVALID_ARGUMENT"));
  });
});
