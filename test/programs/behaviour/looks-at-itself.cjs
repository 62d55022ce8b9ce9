// Prints whatever a program could notice a tracer by.
const util = require("node:util");

async function sleeps() {
  await new Promise((resolve) => setTimeout(resolve, 30));
}

console.log(process.argv.slice(2), process.execArgv);
console.log(Object.keys(process.env).filter((name) => /sluice|NODE_OPTIONS|NODE_V8/i.test(name)));
const promise = sleeps();
console.log(promise, util.inspect(Promise.resolve({ a: 1 }), { showHidden: true }));
console.log(util.inspect(setTimeout(() => {}, 1)).replace(/\d+/g, "#"));
console.log(Reflect.ownKeys(promise), String(setTimeout), String(promise.then), String(sleeps));
console.log(Promise.all.name, Promise.all.length, /native code/.test(String(Promise.all)));
console.log(process.getActiveResourcesInfo());
console.log("prepareStackTrace" in Error, Error.stackTraceLimit);

async function fails() {
  await null;
  throw new Error("deliberate");
}
fails().catch((error) => console.log(error.stack.replaceAll(__dirname, "")));
new Promise((resolve) => resolve(fails())).catch((error) =>
  console.log(error.stack.replaceAll(__dirname, "")),
);
Promise.all([fails()]).catch((error) => console.log(error.stack.replaceAll(__dirname, "")));
setTimeout(() => {
  console.log(new Error("in a timer").stack.replaceAll(__dirname, ""));
  setImmediate(() => console.log("later", process.getActiveResourcesInfo()));
}, 60);
process.on("exit", (code) => console.log("exit", code));
