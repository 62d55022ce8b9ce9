/**
 * What the last run under the tracer found, on the lines of the sources as they are now. A finding belongs to a line that
 * the user may have moved since: it is looked for by its text, nearest to where it was, and forgotten when it is gone.
 */
import { codeOfFinding, codesOfKind, type RuleCode } from "../codes/codes.js";
import { silencersIn, silencesKind } from "../codes/silencer.js";
import type { LastRunFinding } from "./protocol.js";

export interface SeenPlace {
  /** Nothing where no rule speaks of such a thing. */
  readonly code: RuleCode | undefined;
  readonly kind: string;
  readonly certain: boolean;
  readonly message: string;
  readonly count: number;
  /** Counted from 0. */
  readonly line: number;
  readonly column: number;
}

interface Remembered {
  readonly finding: LastRunFinding;
  readonly code: RuleCode | undefined;
  /** The text of its line when it was first looked at. */
  lineText: string | undefined;
}

export class LastRun {
  #byFile = new Map<string, Remembered[]>();
  /** The client shows what was found by itself. */
  shown = false;

  /** Forgets the run before. */
  take(findings: readonly LastRunFinding[], shown: boolean): void {
    this.#byFile = new Map();
    this.shown = shown;
    for (const finding of findings) {
      const code = codeOfFinding(finding.kind, finding.wait);
      // A task that is stuck on a timer or another task: no rule speaks of it, but one may of the same line.
      if (code === undefined && codesOfKind(finding.kind).length === 0) continue;
      const known = this.#byFile.get(finding.file) ?? [];
      known.push({ finding, code, lineText: undefined });
      this.#byFile.set(finding.file, known);
    }
  }

  placesIn(file: string, text: string): SeenPlace[] {
    const remembered = this.#byFile.get(file);
    if (!remembered) return [];
    const lines = text.split(/\r?\n/);
    const silencers = silencersIn(file, text);
    return remembered.flatMap((one) => {
      const { finding, code } = one;
      one.lineText ??= lines[finding.line - 1]?.trim();
      const line = nearest(lines, one.lineText, finding.line - 1);
      if (line === undefined) return [];
      if (
        silencers.some(
          (silencer) => silencer.lines.includes(line + 1) && silencesKind(silencer, finding.kind),
        )
      )
        return [];
      const { kind, certain, message, count, column } = finding;
      return [{ code, kind, certain, message, count, line, column: column - 1 }];
    });
  }
}

function nearest(lines: readonly string[], wanted: string | undefined, around: number): number | undefined {
  if (wanted === undefined || wanted === "") return undefined;
  let best: number | undefined;
  lines.forEach((line, index) => {
    if (line.trim() !== wanted) return;
    if (best === undefined || Math.abs(index - around) < Math.abs(best - around)) best = index;
  });
  return best;
}

export function seenInWords(count: number): string {
  return count === 1 ? "seen in the last run" : `seen ${count} times in the last run`;
}
