// moby#33781: a health check that is stopped leaves its probe behind, with a result that nobody takes.
// found: leak; by probe; at results
import { chan, go, select, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

async function monitor(stop) {
  const results = chan(fixed ? 1 : 0, "results");
  go(async function probe() {
    await sleep(15);
    /*blocked: probe*/ await results.send("healthy");
  });
  await select(results.onReceive(), stop.onReceive());
}

async function main() {
  const stop = chan(0, "stop");
  setTimeout(() => stop.close(), 5);
  await monitor(stop);
}

main();
