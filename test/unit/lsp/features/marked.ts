/** A text with the cursor in it, as the functions of the server take it. */
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageId } from "../../../../server/lsp/languages.js";
import { parse, type Syntax } from "../../../../server/lsp/parser.js";
import { CURSOR } from "../apply.js";

export interface Marked {
  readonly syntax: Syntax;
  readonly document: TextDocument;
  readonly offset: number;
}

export async function marked(text: string, language: LanguageId = "typescript"): Promise<Marked> {
  const offset = text.indexOf(CURSOR);
  const plain = text.slice(0, offset) + text.slice(offset + 1);
  const document = TextDocument.create("file:///project/a.ts", language, 1, plain);
  return { syntax: await parse(plain, language), document, offset };
}
