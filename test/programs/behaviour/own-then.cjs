// A program that puts a `then` of its own on all promises sees its own calls of it only.
const { then } = Promise.prototype;
let calls = 0;
Promise.prototype.then = function (...reactions) {
  calls++;
  return Reflect.apply(then, this, reactions);
};
async function waits() {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
waits();
process.on("exit", () => console.log(calls));
