// A consumer waits for the next value of a source that was told to stop without an end.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";

function source() {
  let deliver;
  let stopped = false;
  const values = (async function* generate() {
    while (!stopped) yield /*blocked: generate*/ await new Promise((resolve) => (deliver = resolve));
  })();
  return {
    values,
    push: (value) => deliver?.(value),
    stop() {
      stopped = true;
      if (fixed) deliver?.("last");
    },
  };
}

async function consume({ values }) {
  for await (const /*looped: consume*/ _ of values);
}

async function main() {
  const { values, push, stop } = source();
  setTimeout(push, 5, "first");
  setTimeout(stop, 10);
  /*blocked: main*/ await consume({ values });
}

main();
