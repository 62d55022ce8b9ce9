// An error that tells of each look at it.
class Speaking extends Error {
  get code() {
    console.log("asked for its code");
    return "ERR_SLUICE_SEND_ON_CLOSED";
  }
}
const handler = {
  has: (target, key) => (console.log("has", key), Reflect.has(target, key)),
  getPrototypeOf: (target) => (console.log("prototype"), Reflect.getPrototypeOf(target)),
};
const thrown = [new Speaking("deliberate"), new Proxy(new Speaking("deliberate"), handler)];
process.on("uncaughtException", (error) => console.log("caught", thrown.indexOf(error)));
for (const error of thrown) {
  setTimeout(() => {
    throw error;
  }, 1);
}
