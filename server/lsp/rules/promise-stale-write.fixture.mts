declare function load(): Promise<number>;
declare const lock: { runExclusive(fn: () => Promise<void>): Promise<void>; acquire(): Promise<() => void> };

let total = 0;
let list: readonly number[] = [];
const stats = { count: 0, last: {} as object };
let once = 0;

export async function adds() {
  total += await load(); // told: total is read before the await and written after it
}

export async function sums() {
  total = total + (await load()); // told: what others wrote to it meanwhile is lost
  list = [...list, await load()]; // told: list is read before the await
  stats.last = { ...stats.last, value: await load() }; // told: stats.last is read before the await
}

export async function acrossStatements() {
  const old = total;
  await load();
  total = old + 1; // told: total is computed from what it was in line
}

export async function oneWayRound(loud: boolean) {
  const { count } = stats;
  const seen = stats.count;
  if (loud) console.log(count);
  const more = await load();
  stats.count = seen + more; // told: stats.count is computed from what it was in line
}

export class Meter {
  #sum = 0;
  value = 0;

  async add() {
    this.#sum += await load(); // told: this.#sum is read before the await
  }

  async step() {
    const before = this.value;
    await load();
    this.value = before + 1; // told: this.value is computed from what it was
  }

  async readsAgain() {
    const before = this.value;
    const more = await load();
    if (this.value !== before) return;
    this.value = before + more;
  }

  async putsBack() {
    const before = this.value;
    this.value = 0;
    await load();
    this.value = before;
  }
}

const handlers = [1, 2].map(async () => {
  total -= await load(); // told: total is read before the await
});

export async function awaitsFirst() {
  const more = await load();
  total += more;
  total = (await load()) + total;
}

export async function locked() {
  await lock.runExclusive(async () => {
    total += await load();
  });
  const release = await lock.acquire();
  try {
    total += await load();
  } finally {
    release();
  }
}

export async function ofItsOwn() {
  let sum = 0;
  const sums = { all: 0 };
  for (const _ of list) {
    sum += await load();
    sums.all += await load();
  }
  return [sum, sums];
}

async function main() {
  once += await load();
  const before = once;
  await load();
  once = before + 1;
}
await main();

export async function caches() {
  stats.count ||= await load();
  total = await load();
  stats.last = { value: await load() };
}

export async function ofAParameter(state: { count: number }) {
  state.count += await load();
}

export async function sequential(all: readonly number[]) {
  let sum = 0;
  const add = async (value: number) => {
    sum += value + (await load());
  };
  for (const one of all) await add(one);
  return sum;
}

export { handlers };
