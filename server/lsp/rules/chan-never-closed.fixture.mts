import { chan, go, type SendChannel } from "sluice";

declare function feed(out: SendChannel<number>): Promise<void>;

async function forgotten() {
  const out = chan<number>();
  go(async () => {
    await out.send(1);
    await out.send(2);
  });
  for await (const value of out) console.log(value); // told: out is never closed
}

async function severalSenders() {
  const out = chan<number>();
  go(async () => await out.send(1));
  go(async () => await out.send(2));
  for await (const value of out) {
    // told: waits for ever after the last value
    if (value > 1) continue;
    console.log(value);
  }
}

async function closed() {
  const out = chan<number>();
  go(async () => {
    await out.send(1);
    out.close();
  });
  for await (const value of out) console.log(value);
}

async function left() {
  const out = chan<number>();
  go(async () => await out.send(1));
  for await (const value of out) {
    console.log(value);
    break;
  }
}

async function returns() {
  const out = chan<number>();
  go(async () => await out.send(1));
  for await (const value of out) if (value > 0) return value;
  return 0;
}

function servesForEver(requests: AsyncIterable<number>) {
  const out = chan<number>();
  go(async () => {
    for await (const value of out) console.log(value);
  });
  go(async () => {
    for await (const request of requests) await out.send(request);
  });
}

function neverGetsThere(requests: AsyncIterable<number>) {
  const out = chan<number>();
  go(async () => {
    for await (const value of out) console.log(value); // told: out is never closed
    console.log("that was all");
  });
  go(async () => {
    for await (const request of requests) await out.send(request);
  });
}

async function handedOn() {
  const out = chan<number>();
  go(feed, out);
  go(async () => await out.send(1));
  for await (const value of out) console.log(value);
}

export { closed, forgotten, handedOn, left, neverGetsThere, returns, servesForEver, severalSenders };
