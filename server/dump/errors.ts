/** Why a dump is not possible: a table of what can go wrong, each one line that says what to do. */
export class DumpError extends Error {
  override name = "DumpError";
}

const error =
  <Args extends readonly unknown[]>(words: (...args: Args) => string) =>
  (...args: Args): DumpError =>
    new DumpError(words(...args));

export const dumpErrors = {
  noProcess: error((pid: number) => `there is no process ${pid}`),
  ourselves: error((pid: number) => `process ${pid} is this command itself`),
  notNode: error((pid: number, what: string) => `process ${pid} is no Node process (it runs ${what})`),
  notOurs: error(
    (pid: number) =>
      `process ${pid} belongs to another user: run sluice as that user, or as an administrator`,
  ),
  portTaken: error(
    (pid: number, port: number, holder: string) =>
      `the inspector of process ${pid} cannot open: port ${port} is held by ${holder}; ` +
      "end that, or start the program with --inspect=<another port>",
  ),
  noInspector: error(
    (pid: number) =>
      `process ${pid} did not open its inspector: it may be blocked in a system call or native code, ` +
      "or have taken SIGUSR1 for itself (start it with --inspect)",
  ),
  noAnswer: error((address: string) => `nobody answers as an inspector at ${address}`),
  busy: error(
    (seconds: number) =>
      `the main thread has not come to rest within ${seconds} s: its code runs without a break, ` +
      "so no await can be asked about (without --fast it need not rest)",
  ),
  blocked: error(
    (seconds: number) =>
      `the process has not answered for ${seconds} s: its main thread is blocked in a system call or native code`,
  ),
  gone: error((pid: number | null) => `process ${pid ?? ""} ended while it was dumped`.replace("  ", " ")),
  tooOld: error((version: string) => `the process runs Node ${version}; a dump needs Node 20 or later`),
  stopped: error(() => "stopped before the dump was taken"),
  failed: error((reason: string) => `the process could not be looked into: ${reason}`),
} as const;
