/**
 * What the last run under the tracer found, on the lines of the sources as they are now. A finding belongs to a line that
 * the user may have moved since: it is looked for by its text, nearest to where it was, and forgotten when it is gone.
 */
import { codeOfFinding, codesOfKind, isRefuted, OFTEN, type RuleCode } from "../codes/codes.js";
import { silencersIn, silencesKind } from "../codes/silencer.js";
import type { LastRunCounts, LastRunFinding, LastRunLine } from "./protocol.js";

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
  /** The client shows it by itself. */
  readonly shown: boolean;
}

interface Remembered {
  readonly finding: LastRunFinding;
  readonly code: RuleCode | undefined;
  /** The text of its line when it was first looked at. */
  lineText: string | undefined;
}

export class LastRun {
  #byFile = new Map<string, Remembered[]>();
  /** By the file, and by what stands on the line. */
  #counted = new Map<string, Map<string, LastRunLine[]>>();
  #found: readonly string[] = [];

  /** Forgets the run before. */
  take(findings: readonly LastRunFinding[], counts: LastRunCounts | null): void {
    this.#byFile = new Map();
    this.#takeCounts(counts ?? { lines: [], found: [] });
    for (const finding of findings) {
      const code = codeOfFinding(finding.kind, finding.wait);
      // A task that is stuck on a timer or another task: no rule speaks of it, but one may of the same line.
      if (code === undefined && codesOfKind(finding.kind).length === 0) continue;
      const known = this.#byFile.get(finding.file) ?? [];
      known.push({ finding, code, lineText: undefined });
      this.#byFile.set(finding.file, known);
    }
  }

  #takeCounts({ lines, found }: LastRunCounts): void {
    this.#found = found;
    this.#counted = new Map();
    for (const one of lines) {
      if (one.count < OFTEN) continue;
      const ofFile = this.#counted.get(one.file) ?? new Map<string, LastRunLine[]>();
      this.#counted.set(one.file, ofFile);
      ofFile.set(one.text, [...(ofFile.get(one.text) ?? []), one]);
    }
  }

  /**
   * How often a line ran without the mistake that a rule warns of; undefined where that was not often, or where the run
   * would not have shown it.
   *
   * @param line counted from 0
   */
  runsWithout(code: RuleCode, file: string, line: number, lineText: string): number | undefined {
    const same = this.#counted.get(file)?.get(lineText.trim());
    if (!same || !isRefuted(code, this.#found)) return undefined;
    const distance = (one: LastRunLine): number => Math.abs(one.line - 1 - line);
    return same.reduce((best, one) => (distance(one) < distance(best) ? one : best)).count;
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
      const { kind, certain, message, count, column, shown = false } = finding;
      return [{ code, kind, certain, message, count, line, column: column - 1, shown }];
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

export function withoutInWords(count: number): string {
  return `ran ${count.toLocaleString("en-US")} times in the last run without it`;
}
