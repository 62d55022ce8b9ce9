// A command that ends itself by process.exit when its work is over, with a consumer still in line.
import { chan, go, sleep } from "sluice";

const log = chan(0, "log");

go(async function writeLog() {
  for await (const line of log) console.log(line);
});

async function main() {
  await log.send("working");
  await sleep(50);
  process.exit(0);
}

main();
