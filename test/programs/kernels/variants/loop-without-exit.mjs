// A worker that selects between jobs and the end, and nobody tells the end.
// found: leak; by work; at jobs, stop
import { chan, go, select } from "sluice";

const fixed = process.argv[2] === "fixed";

const jobs = chan(0, "jobs");
const stop = chan(0, "stop");

async function work() {
  for (let open = true; open;) {
    /*blocked: work*/ await select(
      jobs.onReceive(() => {}),
      stop.onReceive(() => {
        open = false;
      }),
    );
  }
}

go(work);
await jobs.send(1);
await jobs.send(2);
if (fixed) stop.close();
