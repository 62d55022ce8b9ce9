// A limiter by rate: permits are given back by a timer, never by those who took them.
import { Semaphore, sleep } from "sluice";

const rate = new Semaphore(2, "rate");

async function request() {
  await rate.acquire();
  setTimeout(() => rate.release(), 60);
  await sleep(1);
}

await Promise.all([1, 2, 3, 4, 5, 6].map(request));
