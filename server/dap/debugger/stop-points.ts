/**
 * Where the user wants the program to stop, beside the debugger's own breakpoints: at operations on a channel, and at
 * long waits at any primitive, by its name (the protocol's function breakpoints), and at findings (its exception filters).
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { StopRule, StopWhen } from "../../../tracer/wire/index.js";
import type { FindingKind } from "../../detect/finding.js";
import type { WaitRule } from "./long-waits.js";

/** A condition: "full", or "log full" for a line in the console instead of a stop. Without one it is the first three. */
const CONDITION = /^(log\b)?\s*(?:(full|empty|closed)|waits\s*>\s*(\d+)\s*ms)?$/;
const ALWAYS: readonly StopWhen[] = ["full", "empty", "closed"];

const NO_CONDITION =
  'A condition is "full", "empty", "closed" or "waits > 500 ms", or one of these with "log" before it.';
const NO_DEBUGGER = "The program stops at channels and waits only beside the JavaScript debugger.";

export const FILTERS: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  {
    filter: "deadlock",
    label: "Deadlocks (Sluice)",
    description:
      "Stops where tasks are found that wait for each other: the program is held, and shown at the blocked line.",
  },
  {
    filter: "leak",
    label: "Leaked tasks (Sluice)",
    description: "Stops where a task is found that nobody can wake any more.",
  },
  {
    filter: "panic",
    label: "Panics (Sluice)",
    description:
      "Stops at an error of misuse that nobody handled, such as a send on a closed channel: the program is held, and shown at the line that made it.",
  },
];

/** The kinds of findings behind each filter. */
const KINDS: Readonly<Record<string, readonly FindingKind[]>> = {
  deadlock: ["deadlock", "lock-cycle"],
  leak: ["leak"],
  panic: ["panic"],
};

interface Rules {
  readonly operations: readonly StopRule[];
  readonly waits: readonly WaitRule[];
}

export class StopPoints {
  /** At operations, in which the program stops itself. */
  operations: readonly StopRule[] = [];
  /** At waits that last: nothing happens there, so somebody must look. */
  waits: readonly WaitRule[] = [];
  /** Called when something else is wanted; resolves when the program knows. */
  onChange: () => Promise<void> = () => Promise.resolve();
  /** Null until it is known whether a debugger is there. */
  #able: boolean | null = null;
  #kinds: ReadonlySet<FindingKind> = new Set();
  #count = 0;

  /** Its end proves that what still waits will wait for ever. */
  get atEnd(): boolean {
    return [...this.#kinds].some((kind) => kind !== "panic");
  }

  get atPanic(): boolean {
    return this.isAt("panic");
  }

  isAt(kind: FindingKind): boolean {
    return this.#kinds.has(kind);
  }

  async setFilters(filters: readonly string[]): Promise<void> {
    this.#kinds = new Set(filters.flatMap((filter) => KINDS[filter] ?? []));
    await this.onChange();
  }

  /** Those that take the place of the ones before, as they are answered. */
  async setPrimitives(
    points: readonly DebugProtocol.FunctionBreakpoint[],
  ): Promise<DebugProtocol.Breakpoint[]> {
    const parsed = points.map(rulesOf);
    this.operations = parsed.flatMap((rules) => rules?.operations ?? []);
    this.waits = parsed.flatMap((rules) => rules?.waits ?? []);
    await this.onChange();
    return parsed.map((rules) => {
      const id = ++this.#count;
      if (this.#able === false) return { id, verified: false, message: NO_DEBUGGER };
      return rules === null ? { id, verified: false, message: NO_CONDITION } : { id, verified: true };
    });
  }

  /** It turned out whether there is a debugger. @returns what was promised before and cannot be kept */
  settle(able: boolean): DebugProtocol.Breakpoint[] {
    this.#able = able;
    if (able) return [];
    const isWanted = this.operations.length > 0 || this.waits.length > 0;
    const ids = Array.from({ length: isWanted ? this.#count : 0 }, (_, index) => index + 1);
    return ids.map((id) => ({ id, verified: false, message: NO_DEBUGGER }));
  }
}

function rulesOf({ name, condition = "" }: DebugProtocol.FunctionBreakpoint): Rules | null {
  const found = CONDITION.exec(condition.trim());
  if (found === null) return null;
  const [, log, when, ms] = found;
  const logs = log !== undefined;
  if (ms !== undefined) return { operations: [], waits: [{ name, longerThanMs: Number(ms), logs }] };
  const wanted = when === undefined ? ALWAYS : [when as StopWhen];
  return { operations: wanted.map((one) => ({ name, when: one, logs })), waits: [] };
}
