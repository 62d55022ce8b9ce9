// More tasks than could be looked at one by one; each awaits a promise of its own.
const waiting = new Map();

async function many(id) {
  /*blocked: many*/ await new Promise((resolve) => waiting.set(id, resolve));
}

for (let id = 0; id < 20_000; id++) many(id);
setInterval(() => waiting.size, 1000);
process.stdout.write("ready\n");
