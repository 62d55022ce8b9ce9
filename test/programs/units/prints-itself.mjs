import { getEnvironmentData, isMainThread, threadId, workerData } from "node:worker_threads";

// The test's own environment is not what this is about, but its names and their order are.
const names = Object.keys(process.env).filter((name) => /^(ONLY|NODE_|SLUICE)/.test(name));
process.once("message", () => process.disconnect());
console.log(
  JSON.stringify({
    threadId,
    isMainThread,
    workerData,
    argv: process.argv.slice(2),
    execArgv: process.execArgv,
    names,
    all: Object.keys(process.env).length,
    options: process.env.NODE_OPTIONS ?? null,
    limit: Error.stackTraceLimit,
    data: getEnvironmentData("sluice.kin") ?? null,
  }),
);
