/** Patterns as completion items, and their summaries for a palette. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type Position,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { toTextEdits } from "./edits.js";
import { expandAt, surveySite } from "./expand.js";
import { isLanguageId, isTyped, type LanguageId } from "./languages.js";
import { parse } from "./parser.js";
import { patterns, type Pattern } from "./patterns/index.js";
import { canBeginStatement } from "./place.js";
import type { PatternSummary } from "./protocol.js";
import { ownNames, plainText, renderBody } from "./template.js";

export interface ClientAbilities {
  readonly snippets: boolean;
}

export async function completePatterns(
  document: TextDocument,
  position: Position,
  client: ClientAbilities,
): Promise<CompletionItem[]> {
  const { languageId } = document;
  if (!isLanguageId(languageId)) return [];
  const text = document.getText();
  const end = document.offsetAt(position);
  const word = /[\w$]*$/.exec(text.slice(Math.max(0, end - 100), end))?.[0] ?? "";
  // Most words are none of ours; they should not cost a parse.
  if (!patterns.some(({ prefix }) => prefix.startsWith(word.charAt(0).toLowerCase()))) return [];

  const start = end - word.length;
  if (!canBeginStatement(await parse(text, languageId), start, end)) return [];
  const range = { start: document.positionAt(start), end: position };
  const site = await surveySite(text, { language: languageId, start, end, fileName: document.uri });
  return patterns.map((pattern): CompletionItem => {
    const { snippet, importEdits } = expandAt(pattern, site);
    return {
      label: pattern.prefix,
      labelDetails: { description: pattern.title },
      kind: CompletionItemKind.Snippet,
      detail: `${pattern.title} (Sluice)`,
      documentation: { kind: MarkupKind.Markdown, value: describe(pattern, languageId) },
      filterText: pattern.prefix,
      insertTextFormat: client.snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText: client.snippets ? snippet : plainText(snippet) },
      additionalTextEdits: toTextEdits(document, importEdits),
    };
  });
}

/** The same whatever the file looks like, so made once. */
const descriptions = new Map<string, string>();

function describe(pattern: Pattern, language: LanguageId): string {
  const fence = isTyped(language) ? "typescript" : "javascript";
  const key = `${fence} ${pattern.prefix}`;
  const known = descriptions.get(key);
  if (known !== undefined) return known;
  const { whenToUse, picture } = pattern;
  const code = preview(pattern, language);
  const text = `${whenToUse}\n\n\`\`\`text\n${picture.join("\n")}\n\`\`\`\n\n---\n\n\`\`\`${fence}\n${code}\n\`\`\``;
  descriptions.set(key, text);
  return text;
}

export function summarize(pattern: Pattern, languageId: string | undefined): PatternSummary {
  const { name, prefix, title, whenToUse, picture } = pattern;
  const language = languageId !== undefined && isLanguageId(languageId) ? languageId : "typescript";
  return { name, prefix, title, whenToUse, picture: picture.join("\n"), preview: preview(pattern, language) };
}

function preview(pattern: Pattern, language: LanguageId): string {
  const style = { quote: '"', semicolons: true, indent: "  ", eol: "\n" } as const;
  return plainText(renderBody(pattern, language, style, ownNames(pattern)));
}
