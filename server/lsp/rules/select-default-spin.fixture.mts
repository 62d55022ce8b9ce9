import { otherwise, select, sleep, type Channel } from "sluice";

async function spins(stop: Channel<boolean>) {
  let over = false;
  while (!over) {
    await select(
      stop.onReceive(() => {
        over = true;
      }),
      otherwise(), // told: while no other case is ready this loop spins
    );
  }
}

async function spinsWithHandler(stop: Channel<boolean>) {
  let over = false;
  let turns = 0;
  do {
    over = await select(
      stop.onReceive(() => true),
      otherwise(() => {
        // told: no timer or socket of the process is served
        turns += 1;
        return false;
      }),
    );
  } while (!over);
  return turns;
}

async function sleeps(stop: Channel<boolean>) {
  let over = false;
  while (!over) {
    over = await select(
      stop.onReceive(() => true),
      otherwise(() => false),
    );
    await sleep(10);
  }
}

async function sleepsInHandler(stop: Channel<boolean>) {
  let over = false;
  while (!over) {
    over = await select(
      stop.onReceive(() => true),
      otherwise(async () => {
        await sleep(10);
        return false;
      }),
    );
  }
}

async function drains(values: Channel<number>) {
  for (;;) {
    const value = await select(values.onReceive(), otherwise());
    if (value === undefined) break;
    console.log(value);
  }
}

async function counts(values: Channel<number>) {
  for (let i = 0; i < 10; i++) await select(values.onReceive(), otherwise());
}

async function once(values: Channel<number>) {
  return await select(values.onReceive(), otherwise());
}

async function worksMeanwhile(stop: Channel<boolean>, step: () => Promise<void>) {
  let over = false;
  while (!over) {
    over = await select(
      stop.onReceive(() => true),
      otherwise(() => step().then(() => false)),
    );
  }
}

export { counts, drains, once, sleeps, sleepsInHandler, spins, spinsWithHandler, worksMeanwhile };
