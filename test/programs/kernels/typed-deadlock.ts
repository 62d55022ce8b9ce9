// TypeScript, with enough types that compiled and written positions differ.
import { chan, type ReceiveChannel } from "sluice";

interface Job<T extends string = string> {
  readonly id: number;
  readonly label: T;
}

type Handler<T> = (job: Job) => Promise<T>;

async function receiveOne<T>(from: ReceiveChannel<T>): Promise<T | undefined> {
  /*blocked: receiveOne*/ return await from.receive();
}

async function run(handler: Handler<void>): Promise<void> {
  const jobs = chan<Job>(0, "jobs");
  const job: Job | undefined = /*blocked: run*/ await receiveOne<Job>(jobs);
  if (job !== undefined) await handler(job);
}

void run(async (job: Job): Promise<void> => {
  console.log(job.label satisfies string);
});
