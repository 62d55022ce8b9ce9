// cockroach#25456: an error is worth a line unless the store drains, and the check waits until it does.
// found: deadlock; by main; at quiescing
import { chan } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function checkConsistency(quiescing) {
  if (fixed) return quiescing.tryReceive() === undefined;
  /*blocked: checkConsistency*/ await quiescing.receive();
  return false;
}

async function main() {
  const quiescing = chan(0, "quiescing");
  /*blocked: main*/ await checkConsistency(quiescing);
  quiescing.close();
}

main();
