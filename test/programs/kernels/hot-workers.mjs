// Two thousand workers are started at once, too many for a stack each, and nobody ever sends.
import { chan, go } from "sluice";

const jobs = chan(0, "jobs");

async function worker() {
  for (;;) /*blocked: worker*/ await jobs.receive();
}

for (let i = 0; i < 2_000; i++) go(worker);
setTimeout(() => {}, 300);
