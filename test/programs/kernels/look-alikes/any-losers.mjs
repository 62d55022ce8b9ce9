// The fastest of several mirrors wins; the others never answer.

async function mirror(ms) {
  await new Promise((resolve) => (ms === undefined ? undefined : setTimeout(resolve, ms)));
  return ms;
}
console.log(await Promise.any([mirror(), mirror(5), mirror()]));
