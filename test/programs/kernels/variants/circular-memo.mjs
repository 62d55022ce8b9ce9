// Modules that load each other through a cache of promises: each waits for the other's promise in it.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";

const imports = { app: ["config"], config: fixed ? [] : ["app"] };
const loaded = new Map();

function loadOnce(name) {
  if (!loaded.has(name)) loaded.set(name, load(name));
  return loaded.get(name);
}

async function load(name) {
  await null;
  for (const dependency of imports[name]) /*blocked: load*/ await loadOnce(dependency);
}

async function main() {
  /*blocked: main*/ await loadOnce("app");
}

main();
