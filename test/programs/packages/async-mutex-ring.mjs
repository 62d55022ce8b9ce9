// Two tasks take two mutexes in opposite orders.
import { Mutex } from "async-mutex";

const accounts = new Mutex();
const ledger = new Mutex();
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

async function pay() {
  await accounts.runExclusive(async () => {
    await pause();
    await ledger.runExclusive(async () => {});
  });
}

async function book() {
  await ledger.runExclusive(async () => {
    await pause();
    await accounts.runExclusive(async () => {});
  });
}

await Promise.all([pay(), book()]);
