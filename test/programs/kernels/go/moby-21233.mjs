// moby#21233: a test watches a transfer until it has seen enough; the transfer goes on telling of its progress.
// found: leak; by download; at progress
import { chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function transfer() {
  const progress = chan(0, "progress");
  go(async function download() {
    for (let part = 0; part < 4; part++) {
      await sleep(2);
      /*blocked: download*/ await progress.send(part);
    }
    progress.close();
  });
  return progress;
}

async function main() {
  const progress = transfer();
  for await (const part of progress) {
    if (part === 1) break;
  }
  if (fixed) for await (const _ of progress);
}

main();
