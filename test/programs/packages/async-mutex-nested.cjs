// runExclusive inside of itself, in CommonJS.
const { Mutex } = require("async-mutex");

const ledger = new Mutex();

async function main() {
  await ledger.runExclusive(() => ledger.runExclusive(() => 1));
}

main();
