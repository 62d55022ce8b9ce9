// Requests by id whose resolvers lie in a map that an answer will find, much later.
const pending = new Map();
let id = 0;

async function call(method) {
  return new Promise((resolve) => pending.set(++id, { resolve, method }));
}

setTimeout(() => {
  for (const { resolve, method } of pending.values()) resolve(method);
}, 500);
await Promise.all([call("a"), call("b")]);
