/**
 * A program for each pattern: the pattern is expanded at the cursor with its defaults, and the program then says
 * what it did. Strict TypeScript; the JavaScript variants are made from it by leaving the types out.
 */
import { CURSOR } from "./apply.js";

export interface Harness {
  readonly program: string;
  readonly stdout: string;
}

export const harnesses: Readonly<Record<string, Harness>> = {
  gopipe: {
    program: `import { chan, go } from "sluice";

${CURSOR}

async function drain<T>(channel: AsyncIterable<T>): Promise<string> {
  const values: T[] = [];
  for await (const value of channel) values.push(value);
  return values.join(" ");
}

async function main() {
  const words = chan<string>();
  go(async () => {
    for (const word of ["a", "bb", "ccc"]) await words.send(word);
    words.close();
  });
  console.log("all:", await drain(stage(words)));

  const endless = chan<string>(10);
  const controller = new AbortController();
  for (const word of ["a", "bb"]) await endless.send(word);
  setTimeout(() => controller.abort(), 20);
  console.log("cancelled:", await drain(stage(endless, controller.signal)));
}
void main();
`,
    stdout: "all: 1 2 3\ncancelled: 1 2\n",
  },

  gopool: {
    program: `import { chan, go, sleep } from "sluice";

${CURSOR}

// Not AbortSignal.timeout: its timer does not keep the program alive.
function abortedAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), ms);
  return controller.signal;
}

let running = 0;
let most = 0;
async function square(job: number): Promise<number> {
  most = Math.max(most, ++running);
  await sleep(2);
  running--;
  if (job < 0) throw new Error("a negative job");
  return job * job;
}

async function run(jobs: number[], signal?: AbortSignal): Promise<string> {
  const queue = chan<number>(jobs.length);
  for (const job of jobs) await queue.send(job);
  if (!signal) queue.close();
  const results = chan<number>();
  const pool = go(runPool, queue, results, square, signal).then(
    () => "done",
    (error: unknown) => String(error),
  );
  const sums: number[] = [];
  for await (const result of results) sums.push(result);
  return sums.sort((a, b) => a - b).join(" ") + ", " + (await pool);
}

async function main() {
  console.log("all:", await run([1, 2, 3, 4, 5, 6, 7, 8]), "most:", most);
  console.log("failed:", await run([1, -1, 3]));
  console.log("cancelled:", await run([1, 2], abortedAfter(40)));
}
void main();
`,
    stdout:
      "all: 1 4 9 16 25 36 49 64, done most: 4\n" +
      "failed: 1, Error: a negative job\n" +
      "cancelled: 1 4, Error: enough\n",
  },

  goseltime: {
    program: `import { chan } from "sluice";

${CURSOR}

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
`,
    stdout: "hello\n" + "Error: nothing came within 20 ms\n" + "Error: enough\n" + "undefined\n",
  },
};
