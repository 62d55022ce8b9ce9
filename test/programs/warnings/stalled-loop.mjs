// One task computes for so long that nothing else can run.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function parse() {
  /*blocked: parse*/ await pause(200);
  // Processor time: a crowded machine must not make the work shorter.
  const startedUs = process.cpuUsage().user;
  while (process.cpuUsage().user - startedUs < 1_500_000);
  await pause(20);
}

async function tick() {
  for (let i = 0; i < 12; i++) await pause(20);
}

await Promise.all([tick(), parse()]);
