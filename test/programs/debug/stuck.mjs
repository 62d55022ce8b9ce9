// Ends with a task that nobody can wake, once it is told to.
import { chan } from "sluice";

const never = chan(0, "never");

async function main() {
  await new Promise((go) => process.stdin.once("data", go));
  process.stdin.destroy();
  await never.receive(); // blocked
}

main();
