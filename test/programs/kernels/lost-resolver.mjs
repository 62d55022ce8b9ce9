// A callback that is never called, and nobody holds it; an interval keeps the program going.
async function ask() {
  /*blocked: ask*/ await new Promise((resolve) => void resolve);
}

async function main() {
  /*blocked: main*/ await ask();
}

main();
setTimeout(() => process.exit(0), Number(process.argv[2] ?? 1500));
