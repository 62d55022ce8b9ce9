// cockroach#2448: the store calls back over one channel, the raft loop tells events over another, each from
// inside its own loop.
// found: deadlock; by main, raftLoop; at callbacks, events
import { chan, go, select } from "sluice";

const fixed = process.argv[2] === "fixed";

const events = chan(0, "events");
const callbacks = chan(fixed ? 8 : 0, "callbacks");

async function raftLoop() {
  for (let i = 0; i < 3; i++) {
    await events.send(i);
    await select(
      callbacks.onReceive((callback) => callback()),
      events.onSend(`extra ${i}`),
    );
    /*blocked: raftLoop*/ await events.send(`last ${i}`);
  }
  events.close();
}

async function main() {
  go(raftLoop);
  for await (const event of events) {
    if (typeof event === "number") await new Promise((resolve) => setImmediate(resolve));
    else /*blocked: main*/ await callbacks.send(() => event);
  }
}

main();
