import { chan, type Channel } from "sluice";

function twice() {
  const out = chan<number>();
  out.close();
  out.close(); // told: out is closed already, in line
}

function inAParameter(out: Channel<number>, ready: boolean) {
  if (ready) out.close();
  else out.close();
  out.close(); // told: this throws
}

function afterTry(out: Channel<number>) {
  try {
    console.log(out.length);
  } finally {
    out.close();
  }
  out.close(); // told: out is closed already
}

function perhaps(out: Channel<number>, ready: boolean) {
  if (ready) out.close();
  if (!ready) out.close();
}

function inAShortCut(out: Channel<number>, other: Channel<number>, ready: boolean) {
  if (ready && out.close() === undefined) console.log("closed");
  out.close();
  const closed = ready ? other.close() : undefined;
  other.close();
  return closed;
}

function eachItsOwn(count: number) {
  for (let i = 0; i < count; i++) {
    const out = chan<number>();
    out.close();
  }
}

function expected(out: Channel<number>, throws: (fn: () => void) => void) {
  out.close();
  throws(() => out.close());
  try {
    out.close();
  } catch {
    console.log("closed already");
  }
}

function another(first: Channel<number>, second: Channel<number>) {
  let out = first;
  out.close();
  out = second;
  out.close();
}

function returns(out: Channel<number>, ready: boolean) {
  if (ready) {
    out.close();
    return;
  }
  out.close();
}

export { afterTry, another, eachItsOwn, expected, inAParameter, inAShortCut, perhaps, returns, twice };
