// One `done` too few.
import { WaitGroup, go } from "sluice";

const group = new WaitGroup("group");

async function main() {
  group.add(2);
  go(async () => group.done());
  /*blocked: main*/ await group.wait();
}

main().catch(console.error);
