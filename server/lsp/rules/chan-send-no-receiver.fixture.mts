import { chan, go, select, type Channel, type Context } from "sluice";

declare function hand(channel: Channel<number>): void;

async function alone() {
  const out = chan<number>();
  await out.send(1); // told: nobody receives from out: this send waits for ever
}

async function inATask() {
  const done = chan<number>(0, "done");
  go(async () => {
    await done.send(1); // told: nobody receives from done
  });
}

async function tooMany() {
  const two = chan<number>(2);
  await two.send(1);
  await two.send(2);
  await two.send(3); // told: once its buffer of 2 is full
}

async function again(all: readonly number[]) {
  const some = chan<number>(4);
  for (const one of all) await some.send(one); // told: once its buffer of 4 is full
}

async function fits() {
  const two = chan<number>(2);
  await two.send(1);
  await two.send(2);
  return two.length;
}

async function received() {
  const out = chan<number>();
  go(async () => await out.send(1));
  return await out.receive();
}

async function selected() {
  const out = chan<number>();
  go(async () => await out.send(1));
  return await select(out.onReceive());
}

async function handedOn() {
  const out = chan<number>();
  hand(out);
  await out.send(1);
}

async function returned() {
  const out = chan<number>();
  go(async () => await out.send(1));
  return out;
}

async function canEnd(ctx: Context) {
  const out = chan<number>();
  await out.send(1, ctx);
}

async function tries() {
  const out = chan<number>();
  return out.trySend(1);
}

async function whoKnows(size: number) {
  const out = chan<number>(size);
  await out.send(1);
}

const stored = chan<number>();
const registry = { stored };
export const open = chan<number>();

async function shared() {
  await stored.send(1);
  await open.send(1);
  return registry;
}

export {
  again,
  alone,
  canEnd,
  fits,
  handedOn,
  inATask,
  received,
  returned,
  selected,
  shared,
  tooMany,
  tries,
  whoKnows,
};
