// A heartbeat that is meant not to keep the program alive: no deadlock.
async function heartbeat() {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 1000).unref());
}

heartbeat();
