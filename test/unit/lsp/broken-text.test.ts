/** Text is broken most of the time that somebody types: nothing that is asked of it may throw. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import { complete } from "../../../server/lsp/completion.js";
import { prepareCallHierarchy, startedBy, starts } from "../../../server/lsp/features/call-hierarchy.js";
import { highlightsAt } from "../../../server/lsp/features/highlights.js";
import { hoverAt } from "../../../server/lsp/features/hover.js";
import { inlayHints } from "../../../server/lsp/features/inlay-hints.js";
import { signatureHelpAt } from "../../../server/lsp/features/signature-help.js";
import type { LanguageId } from "../../../server/lsp/languages.js";
import { parse } from "../../../server/lsp/parser.js";
import { rewritingsAt } from "../../../server/lsp/refactors/code-actions.js";

const folder = join(import.meta.dirname, "../../programs/patterns");
const LANGUAGES: readonly LanguageId[] = ["typescript", "javascript", "typescriptreact", "javascriptreact"];

async function askEverything(text: string, language: LanguageId, offset: number): Promise<void> {
  const document = TextDocument.create("file:///project/a.ts", language, 1, text);
  const syntax = await parse(text, language);
  const position = document.positionAt(offset);
  await complete(document, position, { snippets: true });
  hoverAt(syntax, offset, document);
  signatureHelpAt(syntax, offset);
  highlightsAt(syntax, offset, document);
  inlayHints(syntax, 0, text.length, document);
  for (const { selectionRange } of prepareCallHierarchy(syntax, offset, document)) {
    const at = document.offsetAt(selectionRange.start);
    startedBy(syntax, at, document);
    starts(syntax, at, document);
  }
  await rewritingsAt(document, { range: { start: position, end: position }, context: { diagnostics: [] } });
}

const names = ["gosel.ts", "gopool.ts", "goerrg.ts", "gobeat.ts"];

describe("a text that is being typed", () => {
  for (const [index, name] of names.filter((each) => readdirSync(folder).includes(each)).entries()) {
    const language = LANGUAGES[index] ?? "typescript";
    const text = readFileSync(join(folder, name), "utf8");

    it(`${name} as ${language}, at each of its beginnings`, async () => {
      for (let end = 0; end <= text.length; end += 1) await askEverything(text.slice(0, end), language, end);
    });

    it(`${name} as ${language}, with a sign missing`, async () => {
      for (let at = 0; at < text.length; at += 7) {
        await askEverything(text.slice(0, at) + text.slice(at + 1), language, at);
      }
    });
  }

  it("of nothing but brackets and dots", async () => {
    for (const text of [
      "",
      ".",
      "..",
      "(",
      "select(",
      "})",
      "`${",
      "/*",
      "import {",
      "a.\n.b",
      "\u0000.",
      "x?.",
      "#!",
    ]) {
      for (const language of LANGUAGES) await askEverything(text, language, text.length);
    }
  });
});
