// A timer that would have ended the wait is cleared by somebody else.
// found: deadlock; by main, pause
const fixed = process.argv[2] === "fixed";

let timer;

async function pause(ms) {
  /*blocked: pause*/ await new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
}

async function main() {
  const paused = pause(50);
  setTimeout(() => fixed || clearTimeout(timer), 10);
  await new Promise((resolve) => setTimeout(resolve, 1));
  /*blocked: main*/ await paused;
}

main();
