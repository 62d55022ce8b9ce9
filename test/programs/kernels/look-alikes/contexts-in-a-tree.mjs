// Contexts under contexts: ending the root ends the others, deadlines and all.
import { background, go, select, sleep, withCancel, withTimeout } from "sluice";

const [root, stop] = withCancel(background(), "root");

async function watch(parent) {
  const [context, cancel] = withTimeout(parent, 60_000);
  try {
    await select(context.done().onReceive(() => "stopped"));
  } finally {
    cancel();
  }
}

const watchers = [1, 2, 3].map(() => go(watch, root));
await sleep(200);
stop();
await Promise.all(watchers);
