// The producer closes while another still sends.
import { chan, go, sleep } from "sluice";

const events = chan(4, "events");

async function late() {
  await sleep(10);
  await events.send("too late");
}

events.close();
await go(late);
