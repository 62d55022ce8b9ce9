// Two tasks wait for each other's locks, once they are told to, while a timer goes on.
import { go, Mutex, sleep } from "sluice";

const first = new Mutex("first");
const second = new Mutex("second");

async function take(one, other) {
  await one.lock();
  await sleep(10);
  await other.lock(); // waits
}

process.stdin.once("data", () => {
  go(take, first, second);
  go(take, second, first);
});

let turns = 0;
setInterval(() => {
  turns++;
}, 50);
