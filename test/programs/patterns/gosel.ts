import { chan, go } from "sluice";

/* gosel */

async function main() {
  const jobs = chan<number>();
  const commands = chan<string>();
  go(async () => {
    await jobs.send(1);
    await commands.send("pause");
    commands.close();
    await jobs.send(2);
    jobs.close();
  });
  await serve(jobs, commands);
  const controller = new AbortController();
  const stopped = serve(chan<number>(), chan<string>(), controller.signal);
  controller.abort(new Error("enough"));
  await stopped.catch((error: unknown) => console.log(String(error)));
}
void main();
//> job 1
//> command pause
//> job 2
//> Error: enough
