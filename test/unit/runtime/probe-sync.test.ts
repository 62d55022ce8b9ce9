import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  Cond,
  ErrGroup,
  Mutex,
  Once,
  type ProbeMessage,
  RWMutex,
  Semaphore,
  SingleFlight,
  SyncMap,
  Ticker,
  background,
  chan,
  fanIn,
  select,
  withCancel,
  withTimeout,
  withValue,
} from "../../../tracer/runtime/index.js";
import { brief, record, settle } from "./support.js";

type Create = Extract<ProbeMessage, { event: "create" }>;

const creations = (messages: readonly ProbeMessage[]): Create[] =>
  messages.filter((each) => each.event === "create");

describe("the probe, of what is made", () => {
  it("tells its kind, name, size and maker, and lets its state be read", async () => {
    const mu = new Mutex();
    const made = creations(
      await record(async () => {
        const rw = new RWMutex("rw");
        rw.tryRLock();
        await new Once("once").do(() => {});
        new Cond(mu, "cond");
        new Semaphore(3, "sem").tryAcquire(2);
        const group = new ErrGroup("group");
        await group.go(() => {});
        await group.wait();
        new SyncMap("map").store(1, 1);
        void new SingleFlight("flight").do(1, () => settle());
        const ticker = new Ticker(1000, "ticker");
        ticker.stop();
        const [, cancel] = withCancel(background(), "ctx");
        cancel();
      }),
    );
    assert.deepEqual(
      made.map(({ kind, name, capacity, caller, state, subject }) => [
        kind,
        name,
        capacity,
        caller,
        state(subject).length,
        state(subject).closed,
      ]),
      [
        ["rwmutex", "rw", 0, RWMutex, 1, false],
        ["once", "once", 0, Once, 1, false],
        ["cond", "cond", 0, Cond, 0, false],
        ["semaphore", "sem", 3, Semaphore, 2, false],
        ["errgroup", "group", 0, ErrGroup, 0, false],
        ["map", "map", 0, SyncMap, 1, false],
        ["singleflight", "flight", 0, SingleFlight, 1, false],
        ["ticker", "ticker", 0, Ticker, 0, false],
        ["context", "ctx", 0, withCancel, 0, true],
      ],
    );
    assert.equal(made.find(({ kind }) => kind === "ticker")?.periodMs, 1000);
  });

  it("charges a pattern's channels and tasks to who called it", async () => {
    const ch = chan<number>();
    ch.close();
    const messages = await record(async () => {
      await fanIn(ch).receive();
    });
    const callers = messages.flatMap((each) => ("caller" in each ? [each.caller] : []));
    assert.deepEqual(callers, [fanIn, fanIn]);
  });
});

describe("the probe, of a read-write mutex", () => {
  it("tells who gets it, for what", async () => {
    const mu = new RWMutex();
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      await mu.rLock();
      const writer = mu.lock();
      const reader = mu.withRLock(() => 1);
      names.set(writer, "writer").set(reader, "reader");
      mu.rUnlock();
      await writer;
      mu.unlock();
      await reader;
    });
    assert.deepEqual(brief(messages, names), [
      "acquire rlock",
      "wait lock writer",
      "wait rlock reader",
      "release rlock",
      "acquire lock writer",
      "release lock",
      "acquire rlock reader",
      "release rlock",
    ]);
  });
});

describe("the probe, of a semaphore", () => {
  it("tells who gets how much", async () => {
    const sem = new Semaphore(2);
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      await sem.acquire(2);
      const second = sem.acquire();
      const third = sem.withPermit(() => 1);
      names.set(second, "second").set(third, "third");
      sem.release(2);
      await third;
    });
    assert.deepEqual(brief(messages, names), [
      "acquire acquire",
      "wait acquire second",
      "wait acquire third",
      "release acquire",
      "acquire acquire second",
      "acquire acquire third",
      "release acquire",
    ]);
    const counts = messages.flatMap((each) => ("count" in each ? [each.count] : []));
    assert.deepEqual(counts, [2, 2, 1, 1, 1]);
  });
});

describe("the probe, of once", () => {
  it("tells it as a lock that the running function holds", async () => {
    const once = new Once();
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      const first = once.do(() => settle());
      names.set(
        once.do(() => {}),
        "second",
      );
      await first;
    });
    assert.deepEqual(brief(messages, names), ["acquire lock", "wait lock second", "release lock"]);
  });
});

describe("the probe, of a cond", () => {
  it("tells the wait, by the promise that the caller has, and the signals", async () => {
    const mu = new Mutex();
    const cond = new Cond(mu);
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      await mu.lock();
      const waiting = cond.wait();
      names.set(waiting, "waiter");
      cond.signal();
      cond.broadcast();
      await waiting;
    });
    assert.deepEqual(brief(messages, names), [
      "acquire lock",
      "release lock",
      "wait cond waiter",
      "operate signal",
      "operate broadcast",
      "acquire lock",
    ]);
  });
});

describe("the probe, of an error group", () => {
  it("tells its tasks, its count, and who waits for a place or the end", async () => {
    const names = new Map<unknown, string>();
    const group = new ErrGroup();
    group.setLimit(1);
    const gate = chan<never>();
    const messages = await record(async () => {
      await group.go(function first() {
        return gate.receive();
      });
      names.set(
        group.go(function second() {}),
        "place",
      );
      names.set(group.wait(), "end");
      gate.close();
      await group.wait();
    });
    const told = brief(messages, names).filter((each) => !/^(enter|leave)|receive|close/.test(each));
    assert.deepEqual(told, [
      "operate add",
      "spawn ?",
      "operate add",
      "wait acquire place",
      "wait waitgroup end",
      "wait waitgroup ?",
      "operate done",
      "spawn ?",
      "operate done",
    ]);
    const spawns = messages.flatMap((each) => (each.event === "spawn" ? [each.name] : []));
    assert.deepEqual(spawns, ["first", "second"]);
  });
});

describe("the probe, of contexts", () => {
  it("tells a tree, and when they end by the clock", async () => {
    const [parent] = withCancel(background());
    const [message] = creations(await record(() => withTimeout(withValue(parent, "k", 1), 60_000)[1]()));
    assert.equal(message?.parent, parent);
    assert.ok(Math.abs((message.deadlineMs ?? 0) - Date.now() - 60_000) < 1000);
    assert.equal(message.caller, withTimeout);
  });

  it("tells waits on done, and the end, as the context's own", async () => {
    const names = new Map<unknown, string>();
    const [ctx, cancel] = withCancel(background());
    const messages = await record(async () => {
      const waiting = ctx.done().receive();
      const chosen = select(ctx.done().onReceive());
      names.set(waiting, "waiter").set(chosen, "select");
      cancel();
      await waiting;
    });
    assert.deepEqual(brief(messages, names), ["wait receive waiter", "wait select select", "operate close"]);
    const [wait, selecting, close] = messages;
    assert.ok(wait?.event === "wait" && selecting?.event === "wait" && close?.event === "operate");
    assert.deepEqual([wait.subject, selecting.cases?.[0]?.subject, close.subject], [ctx, ctx, ctx]);
  });
});

describe("the probe, of a ticker", () => {
  it("tells who waits for a tick and gets it", async () => {
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      const ticker = new Ticker(2);
      const waiting = ticker.channel.receive();
      names.set(waiting, "waiter");
      await waiting;
      ticker.stop();
    });
    assert.deepEqual(brief(messages, names), ["create", "wait receive waiter", "operate receive waiter"]);
  });
});
