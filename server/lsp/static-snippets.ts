/**
 * The patterns as a snippet file in VS Code's format, for whoever does without the language server. A snippet cannot
 * look at the file that it goes into, so it brings its imports in front of the code, as the last stop: one key removes
 * them where they are there already.
 */
import { importLines } from "./import-edit.js";
import { isTyped, type LanguageId } from "./languages.js";
import { patterns, type Pattern } from "./patterns/index.js";
import type { Style } from "./style.js";
import { ownNames, renderBody } from "./template.js";

interface StaticSnippet {
  readonly scope: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

// A tab becomes what the editor indents by.
const STYLE: Style = { quote: '"', semicolons: true, indent: "\t", eol: "\n" };

/** Each snippet by its name: one for TypeScript and one for JavaScript of every pattern. */
export function staticSnippets(): Record<string, StaticSnippet> {
  const entries = patterns.flatMap((pattern) => [
    [pattern.title, snippetOf(pattern, "typescript")] as const,
    [`${pattern.title} (JavaScript)`, snippetOf(pattern, "javascript")] as const,
  ]);
  return Object.fromEntries(entries);
}

function snippetOf(pattern: Pattern, language: LanguageId): StaticSnippet {
  const body = renderBody(pattern, language, STYLE, ownNames(pattern));
  const imports = importLines(pattern.imports, STYLE, language).join("\n");
  const stops = [...body.matchAll(/\$\{(\d+)/g)].map(([, index]) => Number(index));
  const lead = imports === "" ? "" : `\${${Math.max(0, ...stops) + 1}:${imports.replace(/\}/g, "\\}")}\n\n}`;
  return {
    scope: isTyped(language) ? "typescript,typescriptreact" : "javascript,javascriptreact",
    prefix: pattern.prefix,
    description: pattern.whenToUse,
    body: (lead + body).split("\n"),
  };
}
