// Three modules that load each other's result.
// found: deadlock; by load ×3, main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

const modules = {};
const needs = { a: "b", b: "c", c: fixed ? undefined : "a" };

async function load(name) {
  await null;
  /*blocked: load*/ await modules[needs[name]];
}

for (const name of Object.keys(needs)) modules[name] = load(name);

async function main() {
  /*blocked: main*/ await modules.a;
}

main();
