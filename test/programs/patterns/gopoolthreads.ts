/* gopoolthreads */

function script(code: string): URL {
  const text =
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", (job) => {' + code + "});";
  return new URL("data:text/javascript," + encodeURIComponent(text));
}

async function main() {
  const squares = await runOnThreads<number, number>(
    script("parentPort.postMessage(job * job);"),
    [1, 2, 3, 4],
  );
  console.log(squares.join(" "));
  for (const code of ['throw new Error("no square")', "process.exit()"]) {
    const failed = runOnThreads(script(code), [1, 2, 3]);
    console.log(await failed.catch((error: unknown) => (error instanceof Error ? error.message : "?")));
  }
}
void main();
//> 1 4 9 16
//> no square
//> The operation was aborted
