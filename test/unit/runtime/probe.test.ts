import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  Mutex,
  PROBE_VERSION,
  type ProbeMessage,
  WaitGroup,
  after,
  chan,
  go,
  select,
  sleep,
} from "../../../tracer/runtime/index.js";
import { brief, record } from "./support.js";

describe("the probe, of a channel", () => {
  it("tells a send that waits, and both ends of the hand-over to a receiver", async () => {
    const ch = chan<number>();
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      const sent = ch.send(1);
      names.set(sent, "sender");
      await ch.receive();
    });
    assert.deepEqual(brief(messages, names), ["wait send sender", "operate send sender", "operate receive"]);
    assert.ok(messages.every((message) => "subject" in message && message.subject === ch));
  });

  it("tells a receive that waits, and both ends of the hand-over from a sender", async () => {
    const ch = chan<number>();
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      names.set(ch.receive(), "first");
      names.set(ch.next(), "second");
      await ch.send(1);
      ch.close();
    });
    assert.deepEqual(brief(messages, names), [
      "wait receive first",
      "wait receive second",
      "operate send",
      "operate receive first",
      "operate close",
    ]);
  });

  it("tells what goes through a buffer, and the sender that moves up", async () => {
    const ch = chan<number>(1);
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      await ch.send(1);
      names.set(ch.send(2), "sender");
      await ch.receive();
    });
    assert.deepEqual(brief(messages, names), [
      "operate send",
      "wait send sender",
      "operate send sender",
      "operate receive",
    ]);
  });

  it("tells of its making, and lets its state be read later", async () => {
    let ch = chan(3);
    const [message] = await record(() => (ch = chan(3, "jobs")));
    assert.ok(message?.event === "create");
    const { subject, kind, name, capacity, caller, state, version } = message;
    assert.deepEqual(
      [subject, kind, name, capacity, caller, version],
      [ch, "channel", "jobs", 3, chan, PROBE_VERSION],
    );
    ch.trySend(1);
    ch.close();
    assert.deepEqual(state(ch), { length: 1, closed: true });
  });

  it("tells a timer's channel by its own kind", async () => {
    const messages = await record(async () => {
      await after(20, "timeout").receive();
    });
    assert.deepEqual(brief(messages), ["create", "wait receive ?", "operate receive ?"]);
    assert.ok(messages[0]?.event === "create");
    assert.deepEqual(
      [messages[0].kind, messages[0].name, messages[0].caller],
      ["timer-channel", "timeout", after],
    );
  });

  it("never carries values", async () => {
    const secret = { secret: true };
    const messages = await record(async () => {
      const ch = chan<object>(1);
      await ch.send(secret);
      await ch.receive();
      const sent = select(ch.onSend(secret));
      await sent;
    });
    const fields = messages.flatMap((message) => Object.values(message as object) as unknown[]);
    assert.ok(!fields.includes(secret));
  });
});

describe("the probe, of a select", () => {
  for (const handler of [undefined, () => 1]) {
    it(`names the promise that the caller has, ${handler ? "with" : "without"} a handler`, async () => {
      const [a, b] = [chan<number>(), chan<number>()];
      const names = new Map<unknown, string>();
      const messages = await record(async () => {
        const chosen = handler
          ? select(a.onReceive(handler), b.onSend(1))
          : select(a.onReceive(), b.onSend(1));
        names.set(chosen, "select");
        await a.send(1);
        await chosen;
      });
      assert.deepEqual(brief(messages, names), [
        "wait select select",
        "operate send",
        "operate receive select",
      ]);
      assert.ok(messages[0]?.event === "wait");
      assert.deepEqual(messages[0].cases, [
        { subject: a, op: "receive" },
        { subject: b, op: "send" },
      ]);
    });
  }

  it("tells a case that was ready as the running task's own", async () => {
    const ch = chan<number>(1);
    assert.deepEqual(brief(await record(() => select(ch.onSend(1)))), ["operate send"]);
    assert.deepEqual(brief(await record(() => select(ch.onReceive()))), ["operate receive"]);
  });
});

describe("the probe, of locks and groups", () => {
  it("tells who gets a mutex", async () => {
    const mu = new Mutex();
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      await mu.lock();
      const second = mu.lock();
      const third = mu.withLock(() => 1);
      names.set(second, "second").set(third, "third");
      mu.unlock();
      await second;
      mu.unlock();
      await third;
    });
    assert.deepEqual(brief(messages, names), [
      "acquire lock",
      "wait lock second",
      "wait lock third",
      "release lock to second",
      "release lock to third",
      "release lock",
    ]);
  });

  it("tells a group's count and who waits", async () => {
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      const group = new WaitGroup("batch");
      group.add(2);
      names.set(group.wait(), "waiter");
      group.done();
      group.add(-1);
      await group.wait();
    });
    assert.deepEqual(brief(messages, names), [
      "create",
      "operate add",
      "wait waitgroup waiter",
      "operate done",
      "operate done",
    ]);
    assert.ok(messages[0]?.event === "create" && messages[0].caller === WaitGroup);
  });

  it("tells a sleep and its length", async () => {
    let slept: unknown;
    const messages = await record(() => (slept = sleep(2)));
    assert.ok(messages.length === 1 && messages[0]?.event === "wait");
    const { op, promise, delayMs, subject } = messages[0];
    assert.deepEqual([op, promise === slept, delayMs, subject], ["sleep", true, 2, undefined]);
  });
});

describe("the probe, of a task", () => {
  it("tells its start, and its body's first section with what it returned", async () => {
    const result = Promise.resolve(1);
    const names = new Map<unknown, string>();
    const messages = await record(async () => {
      const ch = chan<number>(1);
      const task = go.named("worker", () => {
        ch.trySend(1);
        return result;
      });
      names.set(task, "worker");
      await task;
    });
    assert.deepEqual(brief(messages, names), [
      "create",
      "spawn worker",
      "enter worker",
      "operate send",
      "leave worker",
    ]);
    const [, spawn, , , leave] = messages;
    assert.ok(spawn?.event === "spawn" && spawn.name === "worker" && spawn.caller === go.named);
    assert.ok(leave?.event === "leave" && leave.result === result);
  });

  it("tells the end of a body that throws", async () => {
    const messages = await record(async () => {
      await go(() => {
        throw new Error("no");
      }).catch(() => {});
    });
    assert.deepEqual(brief(messages), ["spawn ?", "enter ?", "leave ?"]);
  });

  it("charges a spawn to the user's line", async () => {
    const lines: string[] = [];
    const messages: ProbeMessage[] = await record(async () => {
      await Promise.all([go(() => {}), go.named("n", () => {}), new WaitGroup().go(() => {})]);
    });
    for (const message of messages) if (message.event === "spawn") lines.push(message.caller.name);
    assert.deepEqual(lines, ["start", "named", "go"]);
  });
});

describe("a listener", () => {
  it("changes nothing of what the program sees", async () => {
    const program = async (): Promise<string[]> => {
      const log: string[] = [];
      const ch = chan<number>(1);
      const mu = new Mutex();
      const worker = async (name: string): Promise<void> => {
        for await (const value of ch) {
          await mu.withLock(() => log.push(`${name} ${value}`));
        }
      };
      const workers = [go(worker, "a"), go(worker, "b")];
      for (let i = 0; i < 6; i++) {
        log.push(`send ${i}`);
        await ch.send(i);
      }
      ch.close();
      await Promise.all(workers);
      return log;
    };
    const alone = await program();
    let watched: string[] = [];
    await record(async () => (watched = await program()));
    assert.deepEqual(watched, alone);
  });
});
