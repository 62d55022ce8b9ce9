/**
 * The patterns for those who turned the language server off, from the snippet file that the extension holds.
 *
 * The file is not contributed in the manifest: what is contributed there is always on, and would stand a second time
 * beside the server's, which knows the file's imports and its style.
 */
import * as vscode from "vscode";
import { readFile } from "node:fs/promises";
import { SELECTOR } from "./documents.js";

interface Snippet {
  readonly scope: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** Offers them until it is disposed of. */
export function offerStaticSnippets(file: string): vscode.Disposable {
  let reading: Promise<Readonly<Record<string, Snippet>>> | undefined;
  return vscode.languages.registerCompletionItemProvider(SELECTOR, {
    async provideCompletionItems(document, position) {
      reading ??= readFile(file, "utf8").then((text) => JSON.parse(text) as Record<string, Snippet>);
      const before = document.lineAt(position).text.slice(0, position.character);
      const word = /^\s*(\w*)$/.exec(before)?.[1];
      if (word === undefined) return [];
      const range = new vscode.Range(position.translate(0, -word.length), position);
      return Object.entries(await reading)
        .filter(([, { scope }]) => scope.split(",").includes(document.languageId))
        .map(([name, snippet]) => toItem(name, snippet, range));
    },
  });
}

function toItem(
  name: string,
  { prefix, description, body }: Snippet,
  range: vscode.Range,
): vscode.CompletionItem {
  const label = { label: prefix, description: name.replace(" (JavaScript)", "") };
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet);
  item.detail = `${label.description} (Sluice)`;
  item.documentation = description;
  item.insertText = new vscode.SnippetString(body.join("\n"));
  item.range = range;
  return item;
}
