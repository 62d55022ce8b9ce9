// The resolvers of a promise lie in a closure of a timer, and nowhere else.

function later() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  setTimeout(() => resolve("late"), 400);
  return promise;
}

async function main() {
  console.log(await later());
}

main();
