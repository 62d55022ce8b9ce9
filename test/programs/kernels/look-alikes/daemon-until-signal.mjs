// A daemon that waits for the signal to end, with an interval for its work.
const beat = setInterval(() => {}, 20);

async function main() {
  await new Promise((resolve) => process.once("SIGTERM", resolve));
  clearInterval(beat);
}

main();
setTimeout(() => process.kill(process.pid, "SIGTERM"), 400);
