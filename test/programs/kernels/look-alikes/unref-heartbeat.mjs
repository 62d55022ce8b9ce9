// A heartbeat that does not keep the program alive, and waits for its next beat when the program ends.

async function heartbeat() {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 20).unref());
}

heartbeat();
await new Promise((resolve) => setTimeout(resolve, 100));
