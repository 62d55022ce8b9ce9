import test from "node:test";

test("sees what it would see", async () => {
  await new Promise((resolve) => setTimeout(resolve, 30));
  console.log(JSON.stringify({ execArgv: process.execArgv, options: process.env.NODE_OPTIONS ?? null }));
});
