/**
 * The one file that knows the `typescript` package. Everything else gets it from here, inside a {@link Syntax}.
 *
 * It is imported on first use: it is most of the server's bundle and most of its start-up time, and a client
 * that only says hello should not wait for it. Only `createSourceFile` and the node tests are used: no program,
 * no type check, so that a tree is made from one text alone and also from a broken one.
 */
import type ts from "typescript";
import type { LanguageId } from "./languages.js";

export type { ts };

export interface Syntax {
  readonly ts: typeof ts;
  readonly tree: ts.SourceFile;
  readonly text: string;
  readonly language: LanguageId;
}

let loading: Promise<typeof ts> | undefined;

/** Starts to load the parser; harmless to call often. */
export function loadParser(): Promise<typeof ts> {
  loading ??= import("typescript").then((module) => module.default);
  return loading;
}

// One entry: an editor asks several things about the same text in a row, hardly ever about two in turn.
let latest: Syntax | undefined;

export async function parse(text: string, language: LanguageId): Promise<Syntax> {
  if (latest?.text === text && latest.language === language) return latest;
  const api = await loadParser();
  const kinds: Record<LanguageId, ts.ScriptKind> = {
    javascript: api.ScriptKind.JS,
    javascriptreact: api.ScriptKind.JSX,
    typescript: api.ScriptKind.TS,
    typescriptreact: api.ScriptKind.TSX,
  };
  // The name is never read from disk; the kind alone decides the grammar.
  // Comments are nobody's business here, and parsing JSDoc is a good part of the time.
  const options = {
    languageVersion: api.ScriptTarget.Latest,
    jsDocParsingMode: api.JSDocParsingMode.ParseNone,
  };
  const tree = api.createSourceFile("document", text, options, true, kinds[language]);
  latest = { ts: api, tree, text, language };
  return latest;
}
