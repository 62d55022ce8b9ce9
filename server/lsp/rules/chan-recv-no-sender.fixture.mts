import { chan, go, select, type Context, type SendChannel } from "sluice";

declare function feed(out: SendChannel<number>): Promise<void>;

async function alone() {
  const values = chan<number>();
  return await values.receive(); // told: nobody sends on values or closes it
}

async function loops() {
  const values = chan<number>(3);
  for await (const value of values) console.log(value); // told: nobody sends on values
}

async function fed() {
  const values = chan<number>();
  go(feed, values);
  return await values.receive();
}

async function sent() {
  const values = chan<number>();
  go(async () => await values.send(1));
  return await values.receive();
}

async function closed() {
  const done = chan<never>();
  go(async () => done.close());
  await done.receive();
}

async function sentBySelect() {
  const values = chan<number>();
  go(async () => await select(values.onSend(1)));
  return await values.receive();
}

async function canEnd(ctx: Context) {
  const values = chan<number>();
  return await values.receive(ctx);
}

async function looks() {
  const values = chan<number>();
  return values.tryReceive();
}

let later = chan<number>();
async function reassigned(other: typeof later) {
  later = other;
  return await later.receive();
}

export { alone, canEnd, closed, fed, looks, loops, reassigned, sent, sentBySelect };
