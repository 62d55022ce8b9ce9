/**
 * The CPU time of this process that `run(n)` takes, told in ns an item as the last line of stdout. There is no warm-up:
 * what a tracer spends at a program's start is part of what it costs.
 */
export async function measure(n, run) {
  const items = Number(process.env.SLUICE_BENCH_ITEMS ?? n);
  const before = process.cpuUsage();
  await run(items);
  const { user, system } = process.cpuUsage(before);
  console.log(((user + system) * 1000) / items);
  process.exit(0);
}
