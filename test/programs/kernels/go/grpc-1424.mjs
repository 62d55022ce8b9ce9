// grpc#1424: dialling gives up before the first address is known, and nobody ever closes what the dialler's
// helper waits for.
// found: leak; by watchBalancer ×2; at done
import { chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function dial() {
  const done = chan(0, "done");
  go(async function watchBalancer() {
    /*blocked: watchBalancer*/ await done.receive();
  });
  await sleep(5);
  if (fixed) done.close();
}

async function main() {
  await dial();
  await dial();
}

main();
