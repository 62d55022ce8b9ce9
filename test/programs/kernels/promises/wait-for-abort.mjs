// A task waits to be aborted, and its controller is gone.
// found: deadlock; by main; at event 'abort' of AbortSignal
const fixed = process.argv[2] === "fixed";

async function watch(signal) {
  if (signal.aborted) return;
  /*blocked: watch*/ await new Promise((resolve) =>
    signal.addEventListener("abort", resolve, { once: true }),
  );
}

async function main() {
  const controller = new AbortController();
  const watching = watch(controller.signal);
  if (fixed) controller.abort();
  /*blocked: main*/ await watching;
}

main();
