/** Errors of the library's misuse that nobody handled: what Go calls a panic. */
import type { WireFrame } from "../wire/index.js";

/** Not misuse: how waits end that were cancelled. */
const CANCELLATION = new Set(["ERR_SLUICE_CANCELED", "ERR_SLUICE_DEADLINE_EXCEEDED"]);

const STACK_LINE = /^ {4}at (?:(?:async )?(.+?) \()?(.+?):(\d+):(\d+)\)?$/;

export interface Misuse {
  readonly code: string;
  readonly message: string;
  /** The user's frames, innermost first. */
  readonly stack: readonly WireFrame[];
}

/** Null for any error that is not the library's. Reads only what every error has. */
export function misuseOf(error: unknown): Misuse | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  if (!error.code.startsWith("ERR_SLUICE_") || CANCELLATION.has(error.code)) return null;
  return { code: error.code, message: error.message, stack: usersFrames(error.stack ?? "") };
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
