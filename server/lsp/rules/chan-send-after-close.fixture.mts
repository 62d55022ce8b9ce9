import { chan, type Channel } from "sluice";

async function late() {
  const out = chan<number>(2);
  out.close();
  await out.send(1); // told: out is closed in line
}

async function lateInALoop(out: Channel<number>) {
  out.close();
  for (const value of [1, 2]) await out.send(value); // told: this send fails
}

function lateTry(out: Channel<number>) {
  out.close();
  out.trySend(1); // told: this send fails
}

async function severalLate(names: readonly string[]) {
  const out = chan<string>(3);
  out.close();
  if (names.length === 0) return;
  await out.send("first"); // told: out is closed in line
}

async function inTime(out: Channel<number>) {
  await out.send(1);
  out.close();
}

async function onOneWay(out: Channel<number>, over: boolean) {
  if (over) out.close();
  else await out.send(1);
  if (!over) await out.send(2);
}

async function expected(out: Channel<number>, rejects: (sending: Promise<void>) => Promise<void>) {
  out.close();
  await rejects(out.send(1));
  await out.send(2).catch(() => undefined);
  try {
    await out.send(3);
  } catch {
    console.log("as it should");
  }
}

async function inAnotherTask(out: Channel<number>, start: (fn: () => Promise<void>) => void) {
  start(async () => await out.send(1));
  out.close();
}

export { expected, inAnotherTask, inTime, late, lateInALoop, lateTry, onOneWay, severalLate };
