/** Errors of the library's misuse that nobody handled: what Go calls a panic. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { types } from "node:util";
import type { WireFrame } from "../wire/index.js";
import { PROBE_NAME } from "./primitives.js";

/** Not misuse: how waits end that were cancelled. */
const CANCELLATION = new Set(["ERR_SLUICE_CANCELED", "ERR_SLUICE_DEADLINE_EXCEEDED"]);

const STACK_LINE = /^ {4}at (?:(?:async )?(.+?) \()?(.+?):(\d+):(\d+)\)?$/;

export interface Misuse {
  readonly code: string;
  readonly message: string;
  /** The user's frames, innermost first. */
  readonly stack: readonly WireFrame[];
}

/** Listens, as the program can see, only once the library was used: nothing else throws what is listened for. */
export function watchMisuse(tell: (misuse: Misuse) => void): void {
  const used = (): void => {
    unsubscribe(PROBE_NAME, used);
    process.on("uncaughtExceptionMonitor", (error: unknown) => {
      const misuse = misuseOf(error);
      if (misuse !== null) tell(misuse);
    });
  };
  subscribe(PROBE_NAME, used);
}

/** Null for any error that is not the library's. Nothing that an error may do when it is looked at happens here. */
function misuseOf(error: unknown): Misuse | null {
  // Not `instanceof`, which a proxy would notice.
  if (!types.isNativeError(error)) return null;
  const code = Object.getOwnPropertyDescriptor(error, "code")?.value as unknown;
  if (typeof code !== "string" || !code.startsWith("ERR_SLUICE_") || CANCELLATION.has(code)) return null;
  return { code, message: error.message, stack: usersFrames(error.stack ?? "") };
}

/** Without the frames at the top that are in the file that threw (the library), and without Node's own. */
function usersFrames(stack: string): WireFrame[] {
  const frames = stack.split("\n").flatMap((line) => {
    const [, name, file = "", lineNumber, column] = STACK_LINE.exec(line) ?? [];
    if (lineNumber === undefined || file.startsWith("node:")) return [];
    return [{ function: name ?? "(anonymous)", file, line: Number(lineNumber), column: Number(column) }];
  });
  const thrower = frames[0]?.file;
  const users = frames.findIndex(({ file }) => file !== thrower);
  return users < 0 ? [] : frames.slice(users);
}
