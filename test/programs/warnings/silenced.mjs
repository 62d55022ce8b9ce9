// Two leaks, one of which is known; and a comment about none.
import { chan, go, sleep } from "sluice";

const values = chan(0, "values");
const others = chan(0, "others");

async function known() {
  // sluice-ignore leak: lives as long as the program
  await values.receive();
}

async function unknown() {
  await others.receive();
}

go(known);
go(unknown);
await sleep(20); // sluice-ignore deadlock: there is none
