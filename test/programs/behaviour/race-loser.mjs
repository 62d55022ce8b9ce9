// The loser of a race is left behind on purpose: the program ends with its work done.
async function slow() {
  await new Promise(() => {});
}

async function quick() {
  await null;
  return "quick";
}

console.log(await Promise.race([slow(), quick()]));
