// One mapper waits for a word that nobody says.
import pMap from "p-map";

async function load(value) {
  if (value === 2) await new Promise(() => {});
  return value;
}

await pMap([1, 2, 3], load, { concurrency: 1 });
