// serving#2137: requests hold places until they are unlocked one by one; the first unlocked is not the
// first that got a place.
// found: deadlock; by first, main, second; at accepted, first, places
import { Mutex, WaitGroup, chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const places = chan(1, "places");
const started = new WaitGroup("started");

function request(name) {
  const lock = new Mutex(name);
  const accepted = chan(1, "accepted");
  go.named(name, async () => {
    await new Promise((resolve) => setTimeout(resolve, name === "first" ? 1 : 5));
    /*blocked: (anonymous)*/ await places.send(name);
    /*blocked: (anonymous)*/ await lock.lock();
    lock.unlock();
    await places.receive();
    await accepted.send(true);
  });
  return { lock, accepted };
}

async function main() {
  const requests = ["first", "second"].map(request);
  for (const { lock } of requests) await lock.lock();
  await started.wait();
  for (const { lock, accepted } of fixed ? requests : requests.toReversed()) {
    lock.unlock();
    /*blocked: main*/ await accepted.receive();
  }
}

main();
