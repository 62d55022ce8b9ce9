/** Counts of what was found and of false alarms, by kind, source, and what looked. */
import type { FindingKind } from "../../server/detect/finding.js";
import type { Source } from "./kernel.js";

/** What looked: at the program while it ran, at its recording, at a dump of it. */
export type Face = "live" | "recording" | "dump";

interface Count {
  readonly face: Face;
  readonly source: Source;
  /** Null for a correct program. */
  readonly kind: FindingKind | null;
  readonly right: boolean;
}

const FACES: readonly Face[] = ["live", "recording", "dump"];

export class Tally {
  readonly #counts: Count[] = [];

  add(face: Face, source: Source, kind: FindingKind | null, right: boolean): void {
    this.#counts.push({ face, source, kind, right });
  }

  get allRight(): boolean {
    return this.#counts.every(({ right }) => right);
  }

  /** As Markdown. */
  table(): string {
    const buggy = this.#counts.filter(({ kind }) => kind !== null);
    const correct = this.#counts.filter(({ kind }) => kind === null);
    const faces = FACES.filter((face) => this.#counts.some((count) => count.face === face));
    const row = (title: string, counts: readonly Count[], alarms: boolean): string => {
      const cells = faces.map((face) => {
        const own = counts.filter((count) => count.face === face);
        const counted = own.filter(({ right }) => right !== alarms).length;
        return own.length === 0 ? "" : `${counted} / ${own.length}`;
      });
      return `| ${[title, ...cells].join(" | ")} |`;
    };
    const by = (key: "kind" | "source", counts: readonly Count[], alarms: boolean): string[] =>
      [...new Set(counts.map((count) => count[key]))].map((value) => {
        const title = `${alarms ? "false alarms" : "found"}: ${String(value)}`;
        const own = counts.filter((count) => count[key] === value);
        return row(title, own, alarms);
      });
    return [
      `| | ${faces.join(" | ")} |`,
      `|---|${faces.map(() => "---").join("|")}|`,
      row("found", buggy, false),
      ...by("kind", buggy, false),
      ...by("source", buggy, false),
      row("false alarms", correct, true),
      ...by("source", correct, true),
    ].join("\n");
  }
}
