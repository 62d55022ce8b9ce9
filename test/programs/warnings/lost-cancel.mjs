// Handlers make a context each and drop its cancel; others call it.
import { background, go, sleep, withCancel, withTimeout } from "sluice";

const [root, stop] = withCancel(background(), "root");

async function handle() {
  const [request] = withTimeout(root, 60_000, "request");
  await sleep(5);
  return request.err();
}

async function handleWell() {
  const [request, cancel] = withTimeout(root, 60_000, "ended");
  try {
    await sleep(5);
    return request.err();
  } finally {
    cancel();
  }
}

for (let i = 0; i < 4; i++) {
  await go(handle);
  await go(handleWell);
}
await sleep(3000);
stop();
