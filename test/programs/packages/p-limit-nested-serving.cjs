// The same, with version 3 in CommonJS, while a server goes on.
const { createRequire } = require("node:module");
const pLimit = createRequire(require.resolve("p-locate"))("p-limit");
const server = require("node:http").createServer().listen(0, "127.0.0.1");
setTimeout(() => server.close(), 3000);

const limit = pLimit(1);

async function outer() {
  await limit(async function inner() {});
}

limit(outer);
