// All of async-sema, used rightly.
import { RateLimit, Sema } from "async-sema";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const sema = new Sema(2, { capacity: 10 });
async function work() {
  await sema.acquire();
  try {
    await pause(15);
  } finally {
    sema.release();
  }
}
await Promise.all([work(), work(), work(), work(), work()]);
const token = sema.tryAcquire();
setTimeout(() => sema.release(token), 30);
await sema.drain();
sema.release();
sema.release();
const limit = RateLimit(10, { timeUnit: 50, uniformDistribution: true });
for (let i = 0; i < 4; i++) await limit();
console.log("done");
