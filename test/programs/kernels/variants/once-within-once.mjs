// What is to be done once asks, while it is done, that it be done.
// found: lock-cycle; by main; at setup
import { Once } from "sluice";

const fixed = process.argv[2] === "fixed";

const setup = new Once("setup");

async function prepare() {
  if (!fixed) /*blocked: prepare*/ await setup.do(prepare);
}

async function main() {
  /*blocked: main*/ await setup.do(prepare);
}

main();
