/** `sluice dump`: every suspended async function of a running process that need not have heard of Sluice. */
import { parseArgs } from "node:util";
import { findingsOf } from "../detect/detectors.js";
import type { LocalsWanted } from "../dump/closer-look.js";
import { dump, type Dump } from "../dump/dump.js";
import { DumpError } from "../dump/errors.js";
import type { Target } from "../dump/target/reach.js";
import { DumpProgress } from "./dump-progress.js";
import { CommandError, ExitCode } from "./exit-codes.js";
import { reportText } from "./report.js";
import { findingsText, restText, styleOf } from "./text.js";

interface DumpCommandOptions {
  readonly target: Target;
  readonly json: boolean;
  readonly fast: boolean;
  readonly locals: LocalsWanted;
  readonly color: boolean;
}

export async function dumpCommand(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const progress = new DumpProgress();
  const taken = await take(options, progress);
  progress.ends(taken);
  await print(options.json ? jsonOf(taken) : [textOf(taken, options)]);
  return ExitCode.ok;
}

/** Who presses Ctrl-C must not leave the inspector open behind: a second time it ends at once. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

async function take(options: DumpCommandOptions, progress: DumpProgress): Promise<Dump> {
  const stop = new AbortController();
  const received: NodeJS.Signals[] = [];
  const end = (signal: NodeJS.Signals): void => {
    received.push(signal);
    stop.abort();
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    return await dump(options, progress, stop.signal);
  } catch (error) {
    if (error instanceof DumpError) throw new CommandError(`sluice dump: ${error.message}`, ExitCode.noInput);
    throw error;
  } finally {
    progress.stop();
    for (const signal of SIGNALS) process.off(signal, end);
    for (const signal of received) process.kill(process.pid, signal);
  }
}

/** As fast as it is read; who reads no more, as `head` does, has had enough. */
async function print(pieces: Iterable<string>): Promise<void> {
  process.stdout.on("error", () => undefined);
  for (const piece of pieces) {
    const error = await new Promise((written) => process.stdout.write(piece, written));
    if (error != null) return;
  }
}

function jsonOf({ model, facts }: Dump): Iterable<string> {
  const ending = { exitCode: null, signal: null, durationMs: facts.uptimeMs, endedAtMs: null };
  return reportText(model, { findings: findingsOf(model) }, ending);
}

function textOf({ model, facts }: Dump, { color }: DumpCommandOptions): string {
  const style = styleOf(color && process.stdout.isTTY && process.env["NO_COLOR"] === undefined);
  const findings = findingsOf(model);
  const count = model.liveTaskCount;
  const told = findings.length === 0 ? "" : `${findingsText(model, findings, 0, style)}\n`;
  const script = facts.argv.slice(1).join(" ");
  const head = `${count.toLocaleString("en-US")} ${count === 1 ? "task" : "tasks"} in process ${facts.pid} (${facts.node} ${script})`;
  return `${told}${style.bold(head)}\n\n${restText(model, findings, style)}`;
}

function parseOptions(args: readonly string[]): DumpCommandOptions {
  const { values, positionals } = parse(args);
  const [what, extra] = positionals;
  if (what === undefined || extra !== undefined) {
    throw usage("sluice dump: give one process: sluice dump [options] <pid>, or <host>:<port>");
  }
  return {
    target: parseTarget(what),
    json: values.json ?? false,
    fast: values.fast ?? false,
    locals: parseLocals(values),
    color: !(values["no-color"] ?? false),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // An option whose value may be left out is none that Node's parser knows.
      args: args.map((arg) => (arg === "--locals=all" ? "--locals-all" : arg)),
      options: {
        json: { type: "boolean" },
        locals: { type: "boolean" },
        "locals-all": { type: "boolean" },
        fast: { type: "boolean" },
        "no-color": { type: "boolean" },
      },
      strict: true,
      allowPositionals: true,
    });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : "";
    throw usage(`sluice dump: ${message}`);
  }
}

function parseLocals(values: { locals?: boolean; "locals-all"?: boolean }): LocalsWanted {
  if (values["locals-all"] === true) return "all";
  return values.locals === true ? "some" : "none";
}

function parseTarget(what: string): Target {
  if (/^[1-9]\d*$/.test(what)) return { kind: "pid", pid: Number(what) };
  const [, host = "", port = ""] = /^(?:ws:\/\/)?(.+):(\d+)$/.exec(what) ?? [];
  if (host !== "" && Number(port) > 0 && Number(port) < 65536) {
    return { kind: "address", host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
  }
  throw usage(`sluice dump: ${what}: give the id of a process, or <host>:<port>`);
}

function usage(message: string): CommandError {
  return new CommandError(message, ExitCode.usage);
}
