/** Options of `sluice run`: those before the script; everything from the script on belongs to the program. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { FINDING_KINDS } from "../detect/detectors.js";
import { ignoreRuleOf, type IgnoreRule } from "../detect/silence.js";
import { CommandError, ExitCode } from "./exit-codes.js";

export interface RunOptions {
  readonly script: string;
  readonly args: readonly string[];
  readonly report: string | null;
  readonly record: string | null;
  readonly failOn: readonly string[];
  readonly ignore: readonly IgnoreRule[];
  readonly leaks: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly node: string | undefined;
  readonly timeoutMs: number | null;
}

const RUN_OPTIONS = {
  report: { type: "string" },
  record: { type: "string" },
  "fail-on": { type: "string" },
  ignore: { type: "string", multiple: true },
  leaks: { type: "boolean" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
  node: { type: "string" },
  timeout: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** Kinds that `--fail-on` may name: also those that only later versions find, so that CI files keep working. */
const KINDS = [
  "deadlock",
  "leak",
  "lock-cycle",
  "lock-order",
  "race",
  "lock-across-wait",
  "lost-cancel",
  "unbounded",
  "stalled-loop",
  "panic",
];
const FAIL_ON_BY_DEFAULT = ["deadlock", "lock-cycle", "leak", "race"];

/** @throws {CommandError} on wrong usage. */
export function parseRunOptions(argv: readonly string[]): RunOptions {
  const scriptAt = indexOfScript(argv);
  const { values } = parse(argv.slice(0, scriptAt));
  const script = argv[scriptAt];
  if (script === undefined)
    throw usage("sluice run: no script given: sluice run [options] <script> [args...]");
  return {
    script,
    args: argv.slice(scriptAt + 1),
    report: values.report ?? null,
    record: values.record ?? null,
    failOn: parseKinds(values["fail-on"]),
    ignore: (values.ignore ?? []).map(parseIgnore),
    leaks: values.leaks ?? false,
    quiet: values.quiet ?? false,
    color: !(values["no-color"] ?? false),
    node: values.node,
    timeoutMs: parseSeconds(values.timeout),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: RUN_OPTIONS, strict: true, allowPositionals: false });
  } catch (error) {
    // Node's message names the option; its hint about "--" is about positionals and would mislead here.
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : "";
    throw usage(`sluice run: ${message}; see sluice --help`);
  }
}

function indexOfScript(argv: readonly string[]): number {
  let i = 0;
  for (; i < argv.length; i++) {
    const arg = argv[i] ?? "";
    if (arg === "--") return i + 1;
    if (!arg.startsWith("-")) return i;
    const name = arg.slice(2) as keyof typeof RUN_OPTIONS;
    const takesValue = Object.hasOwn(RUN_OPTIONS, name) && RUN_OPTIONS[name].type === "string";
    if (takesValue) i++;
  }
  return i;
}

function parseKinds(text: string | undefined): readonly string[] {
  if (text === undefined) return FAIL_ON_BY_DEFAULT;
  const kinds = text.split(",").filter((kind) => kind !== "");
  const unknown = kinds.find((kind) => !KINDS.includes(kind));
  if (unknown === undefined) return kinds;
  throw usage(`sluice run: --fail-on ${unknown}: no such kind of finding; there are ${KINDS.join(", ")}`);
}

function parseIgnore(text: string): IgnoreRule {
  const rule = ignoreRuleOf(text);
  if (rule !== null) return rule;
  throw usage(
    `sluice run: --ignore ${text}: give <kind>:<glob of files>, with a kind of ${FINDING_KINDS.join(", ")}, or *`,
  );
}

function parseSeconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds * 1000;
  throw usage(`sluice run: --timeout ${text}: give a number of seconds above 0`);
}

function usage(message: string): CommandError {
  return new CommandError(message, ExitCode.usage);
}
