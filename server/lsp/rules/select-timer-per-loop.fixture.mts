import { Ticker, after, select, type Channel } from "sluice";

async function neverFires(values: Channel<number>) {
  for (;;) {
    const over = await select(
      values.onReceive(() => false),
      after(1000).onReceive(() => true), // told: after(1000) begins anew in each turn
    );
    if (over) return;
  }
}

async function piles(count: number) {
  for (let i = 0; i < count; i++) {
    const ticker = new Ticker(100); // told: a ticker is made in each turn
    await ticker.channel.receive();
  }
}

async function oneLimit(values: Channel<number>) {
  const limit = after(1000);
  for (;;) {
    const over = await select(
      values.onReceive(() => false),
      limit.onReceive(() => true),
    );
    if (over) return;
  }
}

async function onlyTheTimer(count: number) {
  for (let i = 0; i < count; i++) await select(after(10).onReceive());
}

async function stops(count: number) {
  for (let i = 0; i < count; i++) {
    const ticker = new Ticker(100);
    await ticker.channel.receive();
    ticker.stop();
  }
}

async function once(values: Channel<number>) {
  return await select(values.onReceive(), after(10).onReceive());
}

export { neverFires, once, oneLimit, onlyTheTimer, piles, stops };
