// A task that waits to be aborted, and is.

const abort = new AbortController();

async function untilAborted() {
  await new Promise((resolve) => abort.signal.addEventListener("abort", resolve, { once: true }));
}

const waiting = untilAborted();
setTimeout(() => abort.abort(), 300);
await waiting;
