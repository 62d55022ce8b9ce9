/** Comments in the user's sources that silence a finding: `// sluice-ignore leak: the pool outlives the test`. */
import { codesOfKind } from "./codes.js";

export interface Silencer {
  readonly file: string;
  /** Where the comment stands. */
  readonly line: number;
  /** The lines that it speaks for: its own, or, where nothing else stands on it, the next. */
  readonly lines: readonly number[];
  /** A kind of finding, or a code of the language server's. */
  readonly kind: string;
  readonly reason: string;
}

const COMMENT = /\/\/\s*sluice-ignore\s+([\w/-]+)\s*(?::\s*(.*?))?\s*$/;

export function silencersIn(file: string, text: string): Silencer[] {
  if (!text.includes("sluice-ignore")) return [];
  return text.split(/\r?\n/).flatMap((content, index) => {
    const [comment, kind, reason = ""] = COMMENT.exec(content) ?? [];
    if (comment === undefined || kind === undefined) return [];
    const line = index + 1;
    const alone = content.trim() === comment.trim();
    return [{ file, line, lines: alone ? [line, line + 1] : [line], kind, reason }];
  });
}

/** A code that stands for a kind silences it in a run, and the kind silences the code in the editor. */
export function silencesKind({ kind }: Silencer, finding: string): boolean {
  return kind === finding || codesOfKind(finding).some((code) => code === kind);
}

export function silencesCode({ kind }: Silencer, code: string): boolean {
  return kind === code || codesOfKind(kind).some((one) => one === code);
}
