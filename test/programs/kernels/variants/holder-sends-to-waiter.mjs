// The holder of a lock sends to a task that needs the lock before it receives. An interval goes on.
// found: leak; by publish, subscribe; at bus, topics
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const beat = setInterval(() => {}, 20);
setTimeout(() => fixed && clearInterval(beat), 80);

async function publish(topics, bus) {
  await topics.lock();
  await sleep(3);
  if (fixed) topics.unlock();
  /*blocked: publish*/ await bus.send("news");
  if (!fixed) topics.unlock();
}

async function subscribe(topics, bus) {
  await sleep(1);
  /*blocked: subscribe*/ await topics.lock();
  topics.unlock();
  await bus.receive();
}

function start() {
  const topics = new Mutex("topics");
  const bus = chan(0, "bus");
  go(publish, topics, bus);
  go(subscribe, topics, bus);
}

start();
