// An error path returns with the lock; the next one waits for it while the program goes on.
// found without proof: deadlock; by main; at session
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const beat = setInterval(() => {}, 20);

const session = new Mutex("session");

async function login(password) {
  await session.lock();
  if (password === "") {
    if (fixed) session.unlock();
    return false;
  }
  session.unlock();
  return true;
}

async function main() {
  await go(login, "");
  await sleep(2);
  /*blocked: main*/ await session.lock();
  session.unlock();
  clearInterval(beat);
}

main();
