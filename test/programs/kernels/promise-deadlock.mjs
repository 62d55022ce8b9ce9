// Plain promises: the inner function waits for a promise that nobody will ever settle.
async function inner() {
  await new Promise((resolve) => setTimeout(resolve, 10));
  /*blocked: inner*/ await new Promise(() => {});
}

async function outer() {
  /*blocked: outer*/ await inner();
}

outer();
