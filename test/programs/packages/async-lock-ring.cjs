// Two functions under two keys want each other's key, while a timer keeps the program busy.
const AsyncLock = require("async-lock");

const locks = new AsyncLock();
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
const busy = setInterval(() => {}, 10);
setTimeout(() => clearInterval(busy), 200);

void Promise.all([
  locks.acquire("accounts", async function pay() {
    await pause();
    await locks.acquire("ledger", async () => {});
  }),
  locks.acquire("ledger", async function book() {
    await pause();
    await locks.acquire("accounts", async () => {});
  }),
]);
