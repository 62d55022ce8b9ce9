import type { PatternSource } from "./pattern.js";

/** @param name what the function is called at first @param size how many workers there are, as a snippet has it */
function poolOf(name: string, size: string): readonly string[] {
  return [
    `async function \${1:${name}}«<Job, Result>»(`,
    "\tjobs«: @ReceiveChannel<Job>»,",
    "\tresults«: @SendChannel<Result>»,",
    "\twork«: (job: Job, signal: AbortSignal) => Promise<Result>»,",
    "\tsignal«?: AbortSignal»,",
    ")«: Promise<void>» {",
    "\tconst failure = new AbortController();",
    "\tconst stop = AbortSignal.any(signal ? [signal, failure.signal] : [failure.signal]);",
    "\tconst workers = new @WaitGroup();",
    `\tfor (let id = 1; id <= ${size}; id++) {`,
    "\t\tworkers.go(async () => {",
    "\t\t\ttry {",
    "\t\t\t\tfor (let job = await jobs.next(stop); !job.done; job = await jobs.next(stop)) {",
    "\t\t\t\t\tawait results.send(await work(job.value, stop), stop);",
    "\t\t\t\t}",
    "\t\t\t} catch (error) {",
    "\t\t\t\tfailure.abort(error); // the first failure stops the other workers too",
    "\t\t\t}",
    "\t\t});",
    "\t}",
    "\ttry {",
    "\t\tawait workers.wait();",
    "\t} finally {",
    "\t\tresults.close();",
    "\t}",
    "\tfailure.signal.throwIfAborted();",
    "}",
  ];
}

export const workerPool: PatternSource = {
  name: "worker-pool",
  prefix: "gopool",
  title: "Worker pool",
  whenToUse:
    "A fixed number of workers share one channel of jobs, so that no more than that many run at a " +
    "time. The first failure stops the others and rejects; the results channel is closed in every " +
    "case.",
  picture: [
    "         ┌▶ [ worker 1 ] ─┐",
    "jobs ────┼▶ [ worker 2 ] ─┼──▶ results",
    "         └▶ [ worker n ] ─┘",
  ],
  imports: ["WaitGroup", "type ReceiveChannel", "type SendChannel"],
  body: poolOf("runPool", "${2|4,2,8,16|}"),
  variants: [
    {
      suffix: "cpus",
      title: "Worker pool, one worker for each processor",
      whenToUse:
        "As many workers as the machine has processors share one channel of jobs: for work that keeps " +
        "other processes or threads busy. The first failure stops the others and rejects.",
      picture: [
        "         ┌▶ [ worker 1 ]    ─┐",
        "jobs ────┼▶ [ worker 2 ]    ─┼──▶ results",
        "         └▶ [ one for each  ]─┘",
        "            [ processor     ]",
      ],
      imports: ["WaitGroup", "type ReceiveChannel", "type SendChannel", "availableParallelism from node:os"],
      body: poolOf("runOnProcessors", "@availableParallelism()"),
    },
    {
      suffix: "threads",
      title: "Worker pool over threads",
      whenToUse:
        "Threads for work that would block the event loop. The script answers each message with one of " +
        "its own; each job goes to the thread that is free first. The first failure ends all threads, and " +
        "none is left behind.",
      picture: [
        "        ┌▶ ║ thread 1 ║ ─┐",
        "jobs ───┼▶ ║ thread 2 ║ ─┼──▶ results, in order",
        "        └▶ ║ thread n ║ ─┘",
      ],
      imports: [
        "once from node:events",
        "availableParallelism from node:os",
        "Worker from node:worker_threads",
      ],
      body: [
        "async function ${1:runOnThreads}«<Job, Result>»(",
        "\tscript«: URL»,",
        "\tjobs«: Iterable<Job>»,",
        "\tsignal«?: AbortSignal»,",
        ")«: Promise<Result[]>» {",
        "\tconst results«: Result[]» = [];",
        "\tconst queue = [...jobs].entries();",
        "\tconst failure = new AbortController();",
        "\tconst stop = AbortSignal.any(signal ? [signal, failure.signal] : [failure.signal]);",
        "\tconst thread = async () => {",
        "\t\tconst worker = new @Worker(script);",
        "\t\tconst ended = new AbortController();",
        '\t\tworker.on("error", (error) => failure.abort(error)); // also while nothing is awaited of it',
        '\t\tworker.once("exit", () => ended.abort());',
        "\t\tconst until = AbortSignal.any([stop, ended.signal]);",
        "\t\ttry {",
        "\t\t\tfor (const [index, job] of queue) {",
        "\t\t\t\tworker.postMessage(job);",
        '\t\t\t\tconst [result] = await @once(worker, "message", { signal: until });',
        "\t\t\t\tresults[index] = result;",
        "\t\t\t}",
        "\t\t} catch (error) {",
        "\t\t\tfailure.abort(error); // the first failure ends the other threads too",
        "\t\t} finally {",
        "\t\t\tawait worker.terminate();",
        "\t\t}",
        "\t};",
        "\tawait Promise.all(Array.from({ length: ${2|@availableParallelism(),2,4,8|} }, thread));",
        "\tfailure.signal.throwIfAborted();",
        "\treturn results;",
        "}",
      ],
    },
    {
      suffix: "plain",
      title: "Worker pool, without the library",
      whenToUse:
        "So many promises at a time over a list, with the results in the order of the list. The first " +
        "failure stops the others and rejects.",
      picture: [
        "         ┌▶ [ worker 1 ] ─┐",
        "items ───┼▶ [ worker 2 ] ─┼──▶ results, in order",
        "         └▶ [ worker n ] ─┘",
      ],
      imports: [],
      body: [
        "async function ${1:mapBounded}«<T, R>»(",
        "\titems«: Iterable<T>»,",
        "\twork«: (item: T, signal: AbortSignal) => Promise<R>»,",
        "\tsignal«?: AbortSignal»,",
        ")«: Promise<R[]>» {",
        "\tconst failure = new AbortController();",
        "\tconst stop = AbortSignal.any(signal ? [signal, failure.signal] : [failure.signal]);",
        "\tconst results«: R[]» = [];",
        "\tconst queue = [...items].entries(); // one iterator for all: each item is taken once",
        "\tconst worker = async () => {",
        "\t\ttry {",
        "\t\t\tfor (const [index, item] of queue) {",
        "\t\t\t\tstop.throwIfAborted();",
        "\t\t\t\tresults[index] = await work(item, stop);",
        "\t\t\t}",
        "\t\t} catch (error) {",
        "\t\t\tfailure.abort(error); // the first failure stops the other workers too",
        "\t\t}",
        "\t};",
        "\tawait Promise.all(Array.from({ length: ${2|4,2,8,16|} }, worker));",
        "\tfailure.signal.throwIfAborted();",
        "\treturn results;",
        "}",
      ],
    },
  ],
};
