// A program that counts its own promises and timers, with an await that lasts.
const { createHook } = require("node:async_hooks");
const counts = {};
const hook = createHook({ init: (id, type) => (counts[type] = (counts[type] ?? 0) + 1) }).enable();
async function waits(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
Promise.all([waits(90), waits(60)]).then(() => {
  hook.disable();
  console.log(counts);
});
