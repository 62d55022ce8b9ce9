// A task that makes ids ahead of demand waits to send the next one until a request comes; then all is ended.
import { chan, go, withCancel, background, select, sleep } from "sluice";

const ids = chan(0, "ids");
const [running, stop] = withCancel(background(), "running");

go(async function makeIds() {
  for (let id = 1; running.err() === undefined; id++) {
    await select(
      ids.onSend(id),
      running.done().onReceive(() => {}),
    );
  }
});

await ids.receive();
await sleep(400);
await ids.receive();
stop();
