// An async generator asks itself for its next value while it makes one.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";

async function* count() {
  yield 1;
  if (!fixed) /*blocked: count*/ await numbers.next();
  yield 2;
}

const numbers = count();

async function main() {
  await numbers.next();
  /*blocked: main*/ await numbers.next();
}

main();
