#!/usr/bin/env node
/** The command `sluice`. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tracedProcesses } from "../session/recordings.js";
import { dumpCommand } from "./dump-command.js";
import { CommandError, ExitCode } from "./exit-codes.js";
import { reportCommand } from "./report-command.js";
import { run } from "./run.js";
import { viewCommand } from "./view.js";

declare const SLUICE_VERSION: string;

const USAGE = `usage: sluice <command>

  run [options] <script> [args...]   run a program under the tracer
      --report <file>     write the report as JSON ("-": stdout)
      --record <file>     keep the recording
      --fail-on <kinds>   exit 66 on such findings (default: deadlock,lock-cycle,leak,race)
      --ignore <kind>:<glob>   silence such findings in such files, as // sluice-ignore <kind>: reason does at their
                          place (may be given several times; the kind * is any)
      --leaks             force collections while the program is idle, to prove leaks
      --timeout <s>       show the tasks and end the program after this time, exit 67
      --node <path>       the Node to run
      --quiet, --no-color
  dump [options] <pid>               every suspended async function of a running Node process, prepared or not
                                     (<host>:<port> in place of the pid: an inspector that is open already)
      --json              the report as JSON
      --locals[=all]      the variables at each await: of the first ten tasks of each group, or of all
      --fast              only where the awaits stand, without who waits for whom
      --no-color
                          (a closed inspector is opened for that time, which Node tells on the process's own stderr)
  view <recording|pid>               the graph and the timeline of a recording, or of a traced process while it runs,
                                     in a browser: serves them on 127.0.0.1 until Ctrl-C
  report <recording>                 the report of a recording, as JSON
  lint [--format text|json|sarif] <files...>
                                     the language server's diagnostics of files and folders; exit 1 on errors
  ps                                 the traced programs that are running
  dap, lsp                           the debug adapter, the language server, over stdio
`;

type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  run,
  dump: dumpCommand,
  report: reportCommand,
  view: viewCommand,
  // Loaded when it is asked for: no other command has anything to do with it.
  lint: async (args) => (await import("./lint/lint-command.js")).lintCommand(args, SLUICE_VERSION),
  ps: listTraced,
  dap: (args) => serve("dap.cjs", args),
  lsp: (args) => serve("lsp.cjs", ["--stdio", ...args]),
  "--version": () => print(`${SLUICE_VERSION}\n`),
  "--help": help,
  "-h": help,
  help,
};

async function main(argv: readonly string[]): Promise<number> {
  const [name = "--help", ...args] = argv;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new CommandError(`sluice: there is no command "${name}"; see sluice --help`, ExitCode.usage);
  }
  return args[0] === "--help" || args[0] === "-h" ? help() : command(args);
}

function help(): Promise<number> {
  return print(USAGE);
}

function print(text: string): Promise<number> {
  process.stdout.write(text);
  return Promise.resolve(ExitCode.ok);
}

async function listTraced(): Promise<number> {
  for (const { pid, threadId, argv } of await tracedProcesses()) {
    const thread = threadId === 0 ? "" : `worker ${threadId}: `;
    process.stdout.write(`${pid}\t${thread}${argv.slice(1).join(" ")}\n`);
  }
  return ExitCode.ok;
}

/**
 * The servers are bundles of their own, so that the command starts without them. They run in this very process:
 * who ends it has ended the server. When its input ends, the server ends the process.
 */
async function serve(bundle: string, args: readonly string[]): Promise<never> {
  const path = join(import.meta.dirname, bundle);
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
  return new Promise<never>(() => {});
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  },
);
