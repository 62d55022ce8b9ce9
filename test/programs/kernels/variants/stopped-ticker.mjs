// Waits for the next tick of a ticker that has been stopped.
// found: deadlock; by main; at refresh
import { Ticker } from "sluice";

const fixed = process.argv[2] === "fixed";

async function main() {
  const ticker = new Ticker(5, "refresh");
  await ticker.channel.receive();
  if (!fixed) ticker.stop();
  /*blocked: main*/ await ticker.channel.receive();
  ticker.stop();
}

main();
