// What is there of a tracer to be found in `process` and in the cache of modules.
console.log(process.eventNames(), process.listenerCount("exit"), process.listenerCount("beforeExit"));
console.log(Object.keys(require.cache).length, Object.getOwnPropertySymbols(process).map(String));
console.log(process.emit === require("node:events").prototype.emit, Object.hasOwn(process, "emit"));
// With the one below these are ten: Node warns of the eleventh.
for (const event of ["exit", "beforeExit"]) {
  for (let i = 0; i < 9; i++) process.on(event, () => {});
}
process.once("beforeExit", (code) =>
  console.log("beforeExit", code, new Error("here").stack.replaceAll(__dirname, "")),
);
process.once("exit", (code) => console.log("exit", code, new Error("here").stack.replaceAll(__dirname, "")));
// As signal-exit and others do.
const { emit } = process;
process.emit = function (event, ...args) {
  if (event === "exit" || event === "beforeExit") console.log("emit", event, ...args);
  return Reflect.apply(emit, this, [event, ...args]);
};
console.log(Object.keys(process).includes("emit"), process.emit === emit);
