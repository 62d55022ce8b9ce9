// grpc#1460: keepalive sleeps under the lock until a stream awakens it, and a new stream needs the lock to
// do so.
// found: deadlock; by keepalive, main; at awaken, transport
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const transport = new Mutex("transport");
const awaken = chan(0, "awaken");

async function keepalive() {
  await transport.lock();
  if (fixed) transport.unlock();
  /*blocked: keepalive*/ await awaken.receive();
  if (!fixed) transport.unlock();
}

async function newStream() {
  await sleep(5);
  /*blocked: newStream*/ await transport.lock();
  transport.unlock();
  await awaken.send(true);
}

async function main() {
  go(keepalive);
  /*blocked: main*/ await newStream();
}

main();
