/** Has so much to tell that a small disk fills, and prints what it did. */
const waits = [];

async function named(resolveLater) {
  await new Promise((resolve) => resolveLater.push(resolve));
}

let done = 0;
for (let round = 0; round < 30; round++) {
  const resolvers = [];
  for (let i = 0; i < 400; i++) waits.push(named(resolvers).then(() => done++));
  await new Promise((resolve) => setTimeout(resolve, 40));
  for (const resolve of resolvers) resolve();
}
await Promise.all(waits);
console.log(`${done} are done`);
