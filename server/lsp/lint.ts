/** Runs the rules over a text: what they tell, less what the user has silenced, and what the user silenced in vain. */
import { isFindingKind, isRuleCode, type RuleCode } from "../codes/codes.js";
import { silencesCode, silencersIn, type Silencer } from "../codes/silencer.js";
import { FileAnalysis } from "./analysis/file.js";
import type { TextChange } from "./import-edit.js";
import type { LanguageId } from "./languages.js";
import { parse, type Syntax } from "./parser.js";
import { rules } from "./rules/index.js";
import type { Fix, Rule, Severity, Told } from "./rules/rule.js";

/** What is told of comments is no rule's: there is nothing to silence there. */
export type ProblemCode = RuleCode | "silencer/unused" | "silencer/unknown";

export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  readonly related: { readonly start: number; readonly end: number; readonly message: string } | undefined;
  readonly fixes: readonly Fix[];
}

export type RuleLevel = Severity | "off";

export interface LintOptions {
  /** By code; a rule that is not named has its own severity. */
  readonly levels: Readonly<Partial<Record<RuleCode, RuleLevel>>>;
  /** Fixes take longer than to see that something is wrong. */
  readonly withFixes: boolean;
}

export const NO_OPTIONS: LintOptions = { levels: {}, withFixes: true };

export interface Lint {
  readonly problems: readonly Problem[];
  /** It could not be looked at: the reason. */
  readonly failure: string | undefined;
}

export async function lintText(text: string, language: LanguageId, options: LintOptions): Promise<Lint> {
  try {
    return { problems: lint(await parse(text, language), options), failure: undefined };
  } catch (error) {
    // Generated code nests deeper than any walk can follow. Anything else is a mistake of ours.
    if (error instanceof RangeError) return { problems: [], failure: "it is nested too deeply" };
    throw error;
  }
}

export function lint(syntax: Syntax, { levels, withFixes }: LintOptions): Problem[] {
  const file = new FileAnalysis(syntax);
  const told = rules.flatMap((rule) => problemsOf(file, rule, levels[rule.code], withFixes));
  const silencers = silencersIn("", syntax.text);
  if (silencers.length === 0) return sorted(told);
  const used = new Set<Silencer>();
  const heard = told.filter(({ code, start }) => {
    const line = syntax.tree.getLineAndCharacterOfPosition(start).line + 1;
    const silencing = silencers.filter((one) => one.lines.includes(line) && silencesCode(one, code));
    for (const one of silencing) used.add(one);
    return silencing.length === 0;
  });
  const inVain = silencers.flatMap((one) => (used.has(one) ? [] : (aboutSilencer(file, one, levels) ?? [])));
  return sorted([...heard, ...inVain]);
}

function sorted(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.start - b.start || a.end - b.end);
}

function problemsOf(
  file: FileAnalysis,
  rule: Rule,
  level: RuleLevel | undefined,
  withFixes: boolean,
): Problem[] {
  if (level === "off" || (rule.needsLibrary && !file.usesLibrary)) return [];
  const problems: Problem[] = [];
  rule.check(file, (told) => problems.push(problemOf(file, rule, level, told, withFixes)));
  return problems;
}

function problemOf(
  file: FileAnalysis,
  rule: Rule,
  level: Severity | undefined,
  told: Told,
  withFixes: boolean,
): Problem {
  const { node, message, certain = false, related, fixes } = told;
  return {
    code: rule.code,
    severity: level ?? (certain ? "error" : rule.severity),
    message,
    start: file.nodes.start(node),
    end: node.end,
    related: related && {
      start: file.nodes.start(related.node),
      end: related.node.end,
      message: related.message,
    },
    fixes: withFixes ? (fixes?.() ?? []) : [],
  };
}

function aboutSilencer(
  file: FileAnalysis,
  silencer: Silencer,
  levels: LintOptions["levels"],
): Problem | undefined {
  const { line, lines, kind } = silencer;
  const [from = 0, to = file.text.length] = [
    file.tree.getLineStarts()[line - 1],
    file.tree.getLineStarts()[line],
  ];
  const at = from + file.text.slice(from, to).search(/\/\/\s*sluice-ignore/);
  const end = from + file.text.slice(from, to).trimEnd().length;
  const problem = (code: ProblemCode, message: string): Problem => {
    const isAlone = lines.length > 1;
    const change: TextChange = isAlone
      ? { start: from, end: to, newText: "" }
      : { start: from + file.text.slice(from, at).trimEnd().length, end, newText: "" };
    const fixes: Fix[] = [
      { title: "Remove the comment", kind: "quickfix", preferred: true, changes: [change] },
    ];
    return { code, severity: "information", message, start: at, end, related: undefined, fixes };
  };
  if (isRuleCode(kind)) {
    return levels[kind] === "off"
      ? undefined
      : problem("silencer/unused", `there is no ${kind} here to silence`);
  }
  // Whether a run finds such a thing here only a run can tell.
  return isFindingKind(kind)
    ? undefined
    : problem("silencer/unknown", `${kind} is no code and no kind of finding`);
}
