// Every form in which a task can wait. Each ends at a wait that never ends; the test names task, wait and stack.
const never = () => new Promise(() => {});
const shared = { of: { value: never() } };

async function call() {
  await never();
}
async function variable() {
  const promise = never();
  await promise;
}
async function member() {
  const sum = 1 + (await shared.of.value);
  return sum;
}
async function arrowCall() {
  await (async () => {
    await never();
  })();
}
async function* inner() {
  yield 1;
  await never();
}
async function* outer() {
  yield* inner();
}
async function generators() {
  for await (const value of outer()) void value;
}
async function returnAwait() {
  return await call();
}
async function returnPromise() {
  return call();
}
async function all() {
  await Promise.all([never(), call(), 5]);
}
async function any() {
  await null;
  const promises = [call()];
  await Promise.any(promises);
}
async function race() {
  await Promise.race([never(), never()]);
}
class Thing {
  async method() {
    await this.other();
  }
  async other() {
    await never();
  }
  static async fixed() {
    await never();
  }
  #hidden = async () => {
    await never();
  };
  reveal() {
    return this.#hidden();
  }
}
async function methods() {
  await new Thing().method();
}
async function statics() {
  await Thing.fixed();
}
async function privates() {
  await new Thing().reveal();
}
async function inCatch() {
  try {
    await null;
    throw new Error("caught");
  } catch {
    await never();
  }
}
async function thenable() {
  await { then() {} };
}
async function chained() {
  await never()
    .then(() => 1)
    .catch(() => 2)
    .finally(() => 3);
}
async function chainedCall() {
  await call().then(() => 1);
}
async function passed() {
  await run(async () => {
    await never();
  });
}
async function run(work) {
  await work();
}
async function afterTimer() {
  await new Promise((resolve) => setTimeout(resolve, 25));
  await never();
}
async function inLoop() {
  for (let i = 0; ; i++) {
    if (i === 3) await never();
    await null;
  }
}
async function sharedWait() {
  await shared.of.value;
}
async function notAwaited() {
  call();
  await never();
}

for (const form of [
  call,
  variable,
  member,
  arrowCall,
  generators,
  returnAwait,
  returnPromise,
  all,
  any,
  race,
  methods,
  statics,
  privates,
  inCatch,
  thenable,
  chained,
  chainedCall,
  passed,
  afterTimer,
  inLoop,
  sharedWait,
  notAwaited,
]) {
  form();
}
setTimeout(async function inTimer() {
  await never();
}, 5);
setImmediate(async () => {
  await never();
});
process.nextTick(async function inTick() {
  await never();
});
Promise.resolve().then(async function inThen() {
  await never();
});
