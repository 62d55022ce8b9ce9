/** Findings that the user has seen and wants to hear of no more, by a comment at their place or by a list. */
import { silencesKind, type Silencer } from "../codes/silencer.js";
import { FINDING_KINDS } from "./detectors.js";
import type { Finding, FindingKind } from "./finding.js";

/** `<kind>:<glob>`: findings of this kind ("*": of any) with a place in such a file. */
export interface IgnoreRule {
  readonly text: string;
  readonly kind: FindingKind | "*";
  readonly files: RegExp;
}

/** A kind, a colon, a glob. Null when the kind is none, or something is missing. */
export function ignoreRuleOf(text: string): IgnoreRule | null {
  const [, kind = "", glob = ""] = /^([^:]+):(.+)$/.exec(text) ?? [];
  const known = kind === "*" ? "*" : FINDING_KINDS.find((one) => one === kind);
  return known === undefined ? null : { text, kind: known, files: globOf(glob) };
}

export interface Silenced {
  readonly finding: Finding;
  readonly reason: string;
}

export interface Hearing {
  readonly findings: readonly Finding[];
  readonly silenced: readonly Silenced[];
  /** What silenced nothing. */
  readonly unused: readonly (Silencer | IgnoreRule)[];
}

/** @param kinds The kinds of findings; a comment about anything else is not ours to judge. */
export function silence(
  all: readonly Finding[],
  comments: readonly Silencer[],
  rules: readonly IgnoreRule[],
  kinds: readonly string[],
): Hearing {
  const used = new Set<Silencer | IgnoreRule>();
  const findings: Finding[] = [];
  const silenced: Silenced[] = [];
  for (const finding of all) {
    const comment = comments.find((one) => speaksOf(one, finding));
    const rule = rules.find((one) => covers(one, finding));
    for (const one of [comment, rule]) if (one !== undefined) used.add(one);
    if (comment !== undefined) silenced.push({ finding, reason: comment.reason });
    else if (rule !== undefined) silenced.push({ finding, reason: `--ignore ${rule.text}` });
    else findings.push(finding);
  }
  const ours = [...comments.filter(({ kind }) => kinds.includes(kind)), ...rules];
  return { findings, silenced, unused: ours.filter((one) => !used.has(one)) };
}

function speaksOf(silencer: Silencer, finding: Finding): boolean {
  const { file, lines } = silencer;
  return (
    silencesKind(silencer, finding.kind) &&
    finding.sites.some((site) => site.file === file && lines.includes(site.line))
  );
}

function covers({ kind, files }: IgnoreRule, finding: Finding): boolean {
  return (
    (kind === "*" || kind === finding.kind) && finding.sites.some(({ file }) => files.test(slashes(file)))
  );
}

/**
 * A glob as it is written on a command line: `*` and `?` stay within a folder, `**` does not. It may begin anywhere at a
 * folder of the path.
 */
export function globOf(text: string): RegExp {
  const pattern = slashes(text)
    .replace(/^\.\//, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/|\*\*|\*|\?/g, (wild) => {
      if (wild === "**/") return "(?:.*/)?";
      if (wild === "**") return ".*";
      return wild === "*" ? "[^/]*" : "[^/]";
    });
  return new RegExp(`(?:^|/)${pattern}$`);
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
