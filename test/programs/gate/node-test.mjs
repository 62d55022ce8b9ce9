import { setTimeout as sleep } from "node:timers/promises";
import * as runner from "node:test";
import { chan, go } from "sluice";
import { checking } from "sluice/test";

const { describe } = runner;
const it = checking(runner.it);
const test = checking(runner.test, { allow: ["allowedPump"] });

async function feed(channel) {
  for await (const value of channel) void value;
}

async function allowedPump() {
  await new Promise(() => {});
}

describe("side by side", { concurrency: true }, () => {
  it("leaves a reader", async () => {
    const values = chan(0, "values");
    go(feed, values);
    await values.send(1);
    await sleep(30);
  });

  it("closes its channel", async () => {
    const values = chan(0, "values");
    go(feed, values);
    await values.send(1);
    await sleep(30);
    values.close();
  });

  it("leaves a promise, from a callback", async () => {
    setTimeout(async function later() {
      await new Promise(() => {});
    }, 5);
    await sleep(20);
  });
});

test("leaves what is allowed", async () => {
  void allowedPump();
});

test("fails of itself", () => {
  throw new Error("its own");
});

test("by callback", (_context, done) => {
  setTimeout(done, 5);
});
