/** Patterns as completion items, and their summaries for a palette. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
  type Position,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { LIBRARY } from "./bindings.js";
import { toTextEdits } from "./edits.js";
import { expandAt, surveySite } from "./expand.js";
import { completePostfixes } from "./features/postfix-completion.js";
import { completeCases } from "./features/select-completion.js";
import { isLanguageId, isTyped, type LanguageId } from "./languages.js";
import { parse } from "./parser.js";
import { patterns, type Pattern } from "./patterns/index.js";
import { canBeginStatement } from "./place.js";
import type { PatternSummary } from "./protocol.js";
import { ownNames, plainText, renderBody } from "./template.js";

export interface ClientAbilities {
  readonly snippets: boolean;
}

export async function complete(
  document: TextDocument,
  position: Position,
  client: ClientAbilities,
): Promise<CompletionList> {
  const { languageId } = document;
  const nothing = { isIncomplete: false, items: [] };
  if (!isLanguageId(languageId)) return nothing;
  const text = document.getText();
  const end = document.offsetAt(position);
  const word = /[\w$]*$/.exec(text.slice(Math.max(0, end - 100), end))?.[0] ?? "";
  const start = end - word.length;
  const before = text.slice(Math.max(0, start - 200), start).trimEnd();
  const options = { language: languageId, start, end, fileName: document.uri };

  // Where none is found it may be the end of a comment's line, behind which a statement can begin.
  if (before.endsWith(".")) {
    const items = completePostfixes(document, await surveySite(text, options), word, client.snippets);
    // Asked again at the first letter, since some are offered only then.
    if (items) return { isIncomplete: word === "", items };
    if (text[start - 1] === ".") return nothing;
  } else if (/[(,]$/.test(before) && text.includes(LIBRARY)) {
    const items = completeCases(document, await surveySite(text, options), client.snippets);
    if (items.length > 0) return { isIncomplete: false, items };
  }
  // Most words are none of ours; they should not cost a parse.
  if (!patterns.some(({ prefix }) => prefix.startsWith(word.charAt(0).toLowerCase()))) return nothing;
  if (!canBeginStatement(await parse(text, languageId), start, end)) return nothing;
  const site = await surveySite(text, options);
  const range = { start: document.positionAt(start), end: position };
  const items = patterns.map((pattern): CompletionItem => {
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
  return { isIncomplete: false, items };
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
