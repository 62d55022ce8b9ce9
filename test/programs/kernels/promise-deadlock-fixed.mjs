async function inner() {
  await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setImmediate(resolve));
}

async function outer() {
  await inner();
}

outer();
