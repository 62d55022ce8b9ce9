// A poll is started again and again, and none ends.
async function poll() {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}

let started = 0;
const timer = setInterval(() => {
  for (let i = 0; i < 30; i++, started++) void poll();
  if (started >= 3000) {
    clearInterval(timer);
    process.exit(0);
  }
}, 20);
