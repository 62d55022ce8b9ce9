async function thrower() {
  await null;
  throw new TypeError("nobody takes this");
}
thrower();
setTimeout(() => console.log("never printed"), 50);
