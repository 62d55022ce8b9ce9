// moby#29733: plugins are waited for by a condition that nobody signals.
// found: deadlock; by main; at activated
import { Cond, Mutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function main() {
  const mu = new Mutex("plugins");
  const activated = new Cond(mu, "activated");
  let active = false;
  go(async function activate() {
    await mu.withLock(() => (active = true));
    if (fixed) activated.broadcast();
  });
  await mu.lock();
  while (!active) /*blocked: main*/ await activated.wait();
  mu.unlock();
}

main();
