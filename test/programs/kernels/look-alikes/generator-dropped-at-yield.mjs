// An async generator that is asked for one value and then dropped stands at a yield, not at an await.
async function* numbers() {
  for (let i = 0; ; i++) {
    await null;
    yield i;
  }
}

async function first() {
  const { value } = await numbers().next();
  return value;
}

await first();
for await (const number of numbers()) if (number === 2) break;
