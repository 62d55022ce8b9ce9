// A debounced function: the promises of calls that are superseded never settle, and nobody awaits them.
let timer;

function save(text) {
  return new Promise((resolve) => {
    clearTimeout(timer);
    timer = setTimeout(() => resolve(text), 5);
  });
}

for (let i = 0; i < 5; i++) void save(`draft ${i}`);
await save("final");
