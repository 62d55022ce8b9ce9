/** The fixtures beside the rules: code with the message that it gives marked on the line itself, or alone on the next. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../server/lsp/rules/index.js";
import type { Rule } from "../../../server/lsp/rules/rule.js";

const folder = join(import.meta.dirname, "../../../server/lsp/rules");

export interface Mark {
  readonly line: number;
  /** Part of the message. */
  readonly text: string;
}

export interface Fixture {
  readonly rule: Rule;
  readonly text: string;
  readonly marks: readonly Mark[];
}

export const fixtures: readonly Fixture[] = rules.map((rule) => {
  const text = readFileSync(join(folder, `${rule.code.replace("/", "-")}.fixture.mts`), "utf8");
  const marks = text.split("\n").flatMap((content, index) => {
    const [, before, told] = /^(.*)\/\/ told: (.+)$/.exec(content) ?? [];
    return told === undefined ? [] : [{ line: before?.trim() === "" ? index : index + 1, text: told }];
  });
  return { rule, text, marks };
});

/** Fixtures that no rule reads. */
export function orphans(): string[] {
  const known = new Set(rules.map(({ code }) => `${code.replace("/", "-")}.fixture.mts`));
  return readdirSync(folder).filter((name) => name.endsWith(".fixture.mts") && !known.has(name));
}
