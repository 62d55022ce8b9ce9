// Timers' methods on what is no timer, and a timer that changes its mind about methods.
const { unref } = Object.getPrototypeOf(setTimeout(() => {}, 1));
for (const odd of [
  {},
  null,
  5,
  new Proxy(
    setTimeout(() => {}, 1),
    {},
  ),
]) {
  try {
    Reflect.apply(unref, odd, []);
    console.log("no error");
  } catch (error) {
    console.log(error.message);
  }
}
const timer = setTimeout(() => {}, 1e6).unref();
timer.hasRef = () => {
  console.log("asked");
};
