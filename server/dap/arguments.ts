/** What a launch or attach request may say: whatever a user's launch.json holds, so nothing is taken on trust. */
import { FINDING_KINDS } from "../detect/detectors.js";
import { ignoreRuleOf, type IgnoreRule } from "../detect/silence.js";
import type { LaunchRequest } from "../session/launch.js";

export type ConsoleKind = "internalConsole" | "integratedTerminal" | "externalTerminal";

export interface LaunchArguments {
  readonly request: LaunchRequest;
  readonly console: ConsoleKind;
  readonly skipFiles: readonly string[];
  readonly ignored: readonly IgnoreRule[];
}

export interface AttachArguments {
  readonly to:
    | { readonly kind: "process"; readonly pid: number }
    | { readonly kind: "recording"; readonly file: string }
    /** What a debugger holds: the address at which it lends its connection. */
    | { readonly kind: "debugger"; readonly proxy: string };
  readonly ignored: readonly IgnoreRule[];
}

/** What is wrong with a configuration. The message is one line that names the attribute. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
}

const CONSOLES: readonly string[] = ["internalConsole", "integratedTerminal", "externalTerminal"];

/** @throws {ConfigurationError} */
export function launchArguments(configuration: object | undefined): LaunchArguments {
  const given = new Configuration(configuration);
  const program = given.text("program");
  if (program === undefined || program.trim() === "") {
    throw new ConfigurationError('"program" is missing: the path of the script to run');
  }
  const consoleKind = given.text("console") ?? "internalConsole";
  if (!isConsoleKind(consoleKind)) {
    throw new ConfigurationError(`"console" must be one of ${CONSOLES.join(", ")}`);
  }
  const env = given.environment("env");
  const runtimeExecutable = given.text("runtimeExecutable");
  return {
    request: {
      program,
      args: given.texts("args"),
      cwd: given.text("cwd") ?? process.cwd(),
      runtimeArgs: given.texts("runtimeArgs"),
      countRuns: given.flag("countRuns"),
      ...(env === undefined ? {} : { env }),
      ...(runtimeExecutable === undefined ? {} : { runtimeExecutable }),
    },
    console: consoleKind,
    skipFiles: given.texts("skipFiles"),
    ignored: ignoredBy(given),
  };
}

/** The process to attach to, or the recording to look at. @throws {ConfigurationError} */
export function attachArguments(configuration: object | undefined): AttachArguments {
  const given = new Configuration(configuration);
  const ignored = ignoredBy(given);
  const file = given.text("recording");
  if (file !== undefined) return { to: { kind: "recording", file }, ignored };
  const proxy = given.text("debuggerProxy");
  if (proxy !== undefined) return { to: { kind: "debugger", proxy }, ignored };
  const value = given.value("processId");
  const pid = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) {
    throw new ConfigurationError('"processId" is missing: the id of a Node process');
  }
  return { to: { kind: "process", pid }, ignored };
}

function ignoredBy(given: Configuration): IgnoreRule[] {
  return given.texts("ignore").map((text) => {
    const rule = ignoreRuleOf(text);
    if (rule !== null) return rule;
    throw new ConfigurationError(
      `"ignore" has ${JSON.stringify(text)}: give <kind>:<glob of files>, with a kind of ${FINDING_KINDS.join(", ")}, or *`,
    );
  });
}

function isConsoleKind(text: string): text is ConsoleKind {
  return CONSOLES.includes(text);
}

class Configuration {
  readonly #values: ReadonlyMap<string, unknown>;

  /** The protocol lets a client leave the arguments out. */
  constructor(configuration: object | undefined) {
    this.#values = new Map<string, unknown>(Object.entries(configuration ?? {}));
  }

  /** Absent and null are the same. */
  value(name: string): unknown {
    return this.#values.get(name) ?? undefined;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "string") return value;
    throw new ConfigurationError(`"${name}" must be a string`);
  }

  /** False when absent. */
  flag(name: string): boolean {
    const value = this.value(name) ?? false;
    if (typeof value === "boolean") return value;
    throw new ConfigurationError(`"${name}" must be true or false`);
  }

  texts(name: string): string[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw new ConfigurationError(`"${name}" must be a list of strings`);
  }

  environment(name: string): Record<string, string | null> | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "object" && !Array.isArray(value)) {
      const entries: [string, unknown][] = Object.entries(value ?? {});
      if (entries.every((entry): entry is [string, string | null] => isTextOrNull(entry[1]))) {
        return Object.fromEntries(entries);
      }
    }
    throw new ConfigurationError(`"${name}" must map names to strings, or to null to remove a name`);
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
