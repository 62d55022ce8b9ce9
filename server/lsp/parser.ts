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

/**
 * The tree of a text. A text that differs in one place from the one before takes over the rest of its tree, which is
 * then no tree any more: nobody keeps one over an `await`.
 */
export async function parse(text: string, language: LanguageId): Promise<Syntax> {
  if (latest?.text === text && latest.language === language) return latest;
  const api = await loadParser();
  const before = latest?.language === language ? latest : undefined;
  const change = before && changeBetween(before.text, text);
  const tree =
    before && change ? api.updateSourceFile(before.tree, text, change) : createTree(api, text, language);
  latest = { ts: api, tree, text, language };
  return latest;
}

function createTree(api: typeof ts, text: string, language: LanguageId): ts.SourceFile {
  const kinds: Record<LanguageId, ts.ScriptKind> = {
    javascript: api.ScriptKind.JS,
    javascriptreact: api.ScriptKind.JSX,
    typescript: api.ScriptKind.TS,
    typescriptreact: api.ScriptKind.TSX,
  };
  // Comments are nobody's business here, and parsing JSDoc is a good part of the time.
  const options = {
    languageVersion: api.ScriptTarget.Latest,
    jsDocParsingMode: api.JSDocParsingMode.ParseNone,
  };
  // The name is never read from disk; the kind alone decides the grammar.
  return api.createSourceFile("document", text, options, true, kinds[language]);
}

/** The one stretch in which two texts differ; nothing where most is different, and another text altogether. */
function changeBetween(before: string, after: string): ts.TextChangeRange | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  if (start + same < before.length / 2) return undefined;
  return { span: { start, length: before.length - start - same }, newLength: after.length - start - same };
}
