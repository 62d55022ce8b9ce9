import assert from "node:assert/strict";
import { createServer, connect, type AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { Mutex, Once, chan, go, select } from "../../../tracer/runtime/index.js";
import { activeTimers, settle, holdsOnce } from "./support.js";

const LATE_MS = 20;

/** Endless work of several kinds, each told to stop by `going`. */
const loops: Record<string, (going: () => boolean) => Promise<unknown>> = {
  "a ping-pong": (going) => {
    const [ping, pong] = [chan<number>(), chan<number>()];
    const serve = async (): Promise<void> => {
      for await (const value of ping) await pong.send(value);
    };
    const play = async (): Promise<void> => {
      for (let i = 0; going(); i++) {
        await ping.send(i);
        assert.equal(await pong.receive(), i);
      }
      ping.close();
    };
    return Promise.all([go(serve), go(play)]);
  },
  "a ping-pong with work in it": (going) => {
    const [ping, pong] = [chan<number>(), chan<number>()];
    const work = (): void => {
      for (const end = performance.now() + 1; performance.now() < end;);
    };
    const serve = async (): Promise<void> => {
      for await (const value of ping) await pong.send(value);
    };
    const play = async (): Promise<void> => {
      while (going()) {
        await ping.send(1);
        work();
        await pong.receive();
      }
      ping.close();
    };
    return Promise.all([go(serve), go(play)]);
  },
  "a buffer that never fills": async (going) => {
    const ch = chan<number>(4);
    for (let i = 0; going(); i++) {
      await ch.send(i);
      assert.equal(await ch.receive(), i);
    }
  },
  "a select that need not wait": async (going) => {
    const ch = chan<number>(1);
    while (going()) {
      await select(ch.onSend(1));
      await select(ch.onReceive());
    }
  },
  "a lock that is always free": async (going) => {
    const mu = new Mutex();
    while (going()) {
      await mu.lock();
      mu.unlock();
      await mu.withLock(() => Promise.resolve());
      await mu.withLock(() => 1);
    }
  },
  "tasks that start tasks": async (going) => {
    const next = (): unknown => (going() ? go(next) : undefined);
    await go(next);
  },
  "a function that has run once": async (going) => {
    const once = new Once();
    while (going()) await once.do(() => {});
  },
};

describe("hand-offs that never end", () => {
  for (const [what, loop] of Object.entries(loops)) {
    it(`leave timers and sockets their turn: ${what}`, () =>
      holdsOnce(async () => {
        const late: number[] = [];
        let echoed = 0;
        const server = createServer((socket) => socket.on("error", () => {}).pipe(socket)).listen(
          0,
          "127.0.0.1",
        );
        await new Promise((resolve) => server.once("listening", resolve));
        const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
        await new Promise((resolve) => client.once("connect", resolve));
        let sentAt = performance.now();
        let slowest = 0;
        client.on("data", () => {
          slowest = Math.max(slowest, performance.now() - sentAt);
          echoed += 1;
          sentAt = performance.now();
          client.write("x");
        });
        client.write("x");

        // Ends after the eighth timer; after a second if the timers never have their turn.
        const start = performance.now();
        const going = (): boolean => late.length < 8 && performance.now() - start < 1000;
        const work = loop(going);
        while (going()) {
          const due = performance.now() + 10;
          await new Promise((resolve) => setTimeout(resolve, 10));
          late.push(performance.now() - due);
        }
        client.removeAllListeners("data");
        client.destroy();
        server.close();
        await work;
        late.sort((a, b) => a - b);
        // Not the latest: what the library does, not what else this machine is busy with.
        assert.ok(
          late.length === 8 && late[2]! < LATE_MS,
          `timers late by ${late.map(Math.round).join(", ")} ms`,
        );
        assert.ok(echoed >= 3, `${echoed} echoes, the slowest after ${Math.round(slowest)} ms`);
      }));
  }
});

describe("the rule that lets the event loop turn", () => {
  it("keeps the order of what it holds back, and loses nothing of it", async () => {
    const ch = chan<number>();
    const count = 3000;
    const woken: number[] = [];
    const answered: number[] = [];
    for (let i = 0; i < count; i++) void ch.receive().then((value) => woken.push(value!));
    const ready = chan<number>(count);
    // One stretch of 15 ms, so that the later part is held back.
    for (let i = 0; i < count; i++) {
      if (i % 200 === 0) for (const end = performance.now() + 1; performance.now() < end;);
      ch.trySend(i);
      void ready.send(i).then(() => answered.push(i));
    }
    await Promise.resolve();
    await Promise.resolve();
    assert.ok(woken.length < count, "nothing was held back");
    await settle();
    await settle();
    const all = Array.from({ length: count }, (_, i) => i);
    assert.deepEqual([woken, answered], [all, all]);
  });

  it("leaves nothing behind that keeps the process alive", async () => {
    const before = activeTimers();
    const ch = chan<number>(1);
    for (let i = 0; i < 500; i++) {
      await ch.send(i);
      await ch.receive();
    }
    assert.equal(activeTimers(), before);
    await settle();
  });

  it("does not touch a program that lets the loop turn by itself", () =>
    holdsOnce(async () => {
      const ch = chan<number>(1);
      for (let i = 0; i < 100; i++) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        let turned = false;
        setImmediate(() => (turned = true));
        await ch.send(i);
        await ch.receive();
        assert.equal(turned, false, "a free channel took a turn of the event loop");
        await settle();
      }
    }));
});
