// A program too hot for stacks from its first line on waits for a timer that does not keep it alive: it ends on purpose.
async function step() {}

for (let i = 0; i < 30_000; i++) step();

async function pause() {
  await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
}

async function main() {
  pause();
  for (let i = 0; i < 200_000; i++) await step();
  await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
}

main();
