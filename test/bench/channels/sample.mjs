/** One sample, in a process of its own: `node sample.mjs <implementation> <row> <items>`. Prints ns of CPU an item. */
const [implementation, row, items] = process.argv.slice(2);
const { default: programs } = await import(`./${implementation}.mjs`);
const run = programs[row];
if (run === undefined) {
  console.log("null");
} else {
  const n = Number(items);
  // As much as is measured: the compiler comes to rest only after some 100,000 items, with a listener the latest.
  for (let i = 0; i < 4; i++) await run(n / 4);
  const before = process.cpuUsage();
  await run(n);
  const { user, system } = process.cpuUsage(before);
  console.log(((user + system) * 1000) / n);
}
