// grpc#1275: a stream is closed without telling its reader, and who closed it waits for the reader.
// found: deadlock; by main, readStream; at read, received
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function main() {
  const received = chan(0, "received");
  const read = chan(0, "read");
  go(async function readStream() {
    /*blocked: readStream*/ await received.receive();
    read.close();
  });
  if (fixed) received.close();
  /*blocked: main*/ await read.receive();
}

main();
