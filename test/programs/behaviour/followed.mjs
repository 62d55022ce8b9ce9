// Promises that stand for others: what is waited for is what they lead to.
const never = () => new Promise(() => {});

async function load() {
  await never();
}
async function viaThen() {
  await Promise.resolve(1).then(() => load());
}
async function viaResolve() {
  await new Promise((resolve) => resolve(load()));
}
async function viaReturn() {
  return load();
}
async function viaAll() {
  await viaReturn();
}

viaThen();
viaResolve();
viaAll();
