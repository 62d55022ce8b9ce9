// Prints to both streams by turns, then exits with a code of its own.
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

console.log("one: ä€😀");
await pause();
console.error("two");
await pause();
console.log(
  "three",
  process.argv.slice(2).join(" "),
  process.env.GREETING,
  process.env.HIDDEN,
  process.cwd(),
);
process.exitCode = 7;
