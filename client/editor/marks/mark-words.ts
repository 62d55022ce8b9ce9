/** What the marks say. Pure, so that ages can tick without asking the adapter. */
import type {
  FindingFacts,
  FindingMark,
  LineCount,
  LinePrimitives,
  LineWaits,
} from "../../../server/dap/protocol.js";
import { ageInWords } from "../../views/row-text.js";
import { count } from "../../views/words.js";

/** What the findings say of one line. */
export interface StuckLine {
  readonly line: number;
  readonly count: number;
  /** Its tasks' places in the finding. */
  readonly order: readonly number[];
  /** What they wait for. */
  readonly waits: readonly string[];
  /** The sentences of the findings. */
  readonly messages: readonly string[];
}

/** Findings whose tasks will never go on. */
const FOR_EVER: ReadonlySet<FindingFacts["kind"]> = new Set(["deadlock", "lock-cycle", "leak"]);

/** The lines of a file at which tasks of findings wait for ever, by line. */
export function stuckLines(findings: readonly FindingFacts[], file: string): Map<number, StuckLine> {
  const lines = new Map<number, StuckLine>();
  for (const { kind, marks, message } of findings) {
    if (!FOR_EVER.has(kind)) continue;
    for (const mark of marks) {
      if (mark.site.file !== file) continue;
      const { line } = mark.site;
      lines.set(line, withMark(lines.get(line) ?? { ...NOTHING, line }, mark, message));
    }
  }
  return lines;
}

const NOTHING: Omit<StuckLine, "line"> = { count: 0, order: [], waits: [], messages: [] };

function withMark(line: StuckLine, { count, order, words }: FindingMark, message: string): StuckLine {
  return {
    line: line.line,
    count: line.count + count,
    order: [...line.order, ...order],
    waits: [...new Set([...line.waits, ...(words === "" ? [] : [words])])],
    messages: [...new Set([...line.messages, message])],
  };
}

/** "3 tasks wait here · oldest 12 s · receive jobs (0/10)", "① 1 task is stuck here · 3 s · lock pan" */
export function waitsInWords(waits: LineWaits, stuck: StuckLine | undefined, nowMs: number): string {
  const { count: tasks, stuck: never, age, more } = waits;
  const all = never >= tasks;
  return joined(
    `${numerals(stuck)}${tasksHere(tasks, all)}`,
    all || never === 0 ? "" : `${never.toLocaleString("en-US")} stuck`,
    ageInWords(age, nowMs),
    `${waits.waits.join(", ")}${andMore(more)}`,
  );
}

/** The same after the end. */
export function stuckInWords(stuck: StuckLine): string {
  const [first = "", ...others] = stuck.waits;
  return joined(`${numerals(stuck)}${tasksHere(stuck.count, true)}`, `${first}${andMore(others.length)}`);
}

/** "412 started · 3 live · 1 leaked"; "412+ started" where there may be more. */
export function countInWords(counts: readonly LineCount[]): string {
  const sum = (of: (one: LineCount) => number): number => counts.reduce((total, one) => total + of(one), 0);
  const told = (number: number, word: string): string =>
    number === 0 ? "" : `${number.toLocaleString("en-US")} ${word}`;
  const started = sum((one) => one.started).toLocaleString("en-US");
  return joined(
    `${started}${counts.some(({ atLeast }) => atLeast) ? "+" : ""} started`,
    `${sum((one) => one.live).toLocaleString("en-US")} live`,
    told(
      sum(({ stuck }) => stuck),
      "stuck",
    ),
    told(
      sum(({ leaked }) => leaked),
      "leaked",
    ),
  );
}

export function primitivesInWords({ words, more }: LinePrimitives): string {
  return `${words.join(", ")}${andMore(more)}`;
}

function tasksHere(tasks: number, stuck: boolean): string {
  const verb = stuck ? (tasks === 1 ? "is stuck" : "are stuck") : tasks === 1 ? "waits" : "wait";
  return `${count(tasks, "task")} ${verb} here`;
}

function andMore(others: number): string {
  return others === 0 ? "" : ` and ${others.toLocaleString("en-US")} more`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(" · ");
}

const FIRST_NUMERAL = 0x2460;
const NUMERALS = 20;

/** "①③ ": a space follows. */
function numerals(stuck: StuckLine | undefined): string {
  const order = [...(stuck?.order ?? [])].sort((a, b) => a - b);
  const each = order.map((place) =>
    place <= NUMERALS ? String.fromCodePoint(FIRST_NUMERAL + place - 1) : `(${place})`,
  );
  return each.length === 0 ? "" : `${each.join("")} `;
}
