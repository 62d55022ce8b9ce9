import { chan } from "sluice";

/* goseltime */

// Not AbortSignal.timeout: its timer does not keep the program alive.
function abortedAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), ms);
  return controller.signal;
}

async function outcome(waiting: Promise<string | undefined>): Promise<string> {
  return waiting.then(String, (error: unknown) => String(error));
}

async function main() {
  const channel = chan<string>(1);
  await channel.send("hello");
  console.log(await outcome(receiveWithin(channel)));
  console.log(await outcome(receiveWithin(channel, 20)));
  console.log(await outcome(receiveWithin(channel, 60_000, abortedAfter(20))));
  channel.close();
  console.log(await outcome(receiveWithin(channel)));
}
void main();
//> hello
//> Error: nothing came within 20 ms
//> Error: enough
//> undefined
