/**
 * The one file that knows the `typescript` package. Everything else gets it from here, inside a {@link Syntax}.
 *
 * It is imported on first use: it is most of the server's bundle and most of its start-up time, and a client
 * that only says hello should not wait for it. Only `createSourceFile`, `updateSourceFile` and the node tests are used:
 * no program, no type check, so that a tree is made from one text alone and also from a broken one.
 *
 * At a key stroke the tree before it is carried over: of a long file that takes a tenth of the time. The parser does so
 * by moving the old tree's nodes into the new one, so the old one is of no use any more; whoever still holds its
 * `Syntax`, after an await, gets a tree made anew.
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
let latest: ParsedText | undefined;

export async function parse(text: string, language: LanguageId): Promise<Syntax> {
  if (latest?.text === text && latest.language === language) return latest;
  const api = await loadParser();
  const before = latest?.language === language ? latest : undefined;
  latest = new ParsedText(api, text, language, before?.release());
  return latest;
}

class ParsedText implements Syntax {
  #tree: ts.SourceFile | undefined;

  constructor(
    readonly ts: Syntax["ts"],
    readonly text: string,
    readonly language: LanguageId,
    before: ts.SourceFile | undefined,
  ) {
    this.#tree = before && updated(ts, before, text);
  }

  get tree(): ts.SourceFile {
    this.#tree ??= parsed(this.ts, this.text, this.language);
    return this.#tree;
  }

  /** Gives the tree away. */
  release(): ts.SourceFile | undefined {
    const tree = this.#tree;
    this.#tree = undefined;
    return tree;
  }
}

function parsed(api: typeof ts, text: string, language: LanguageId): ts.SourceFile {
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
  return api.createSourceFile("document", text, options, true, kinds[language]);
}

/** The tree of another text, carried over; undefined where the texts have too little in common. */
function updated(api: typeof ts, before: ts.SourceFile, text: string): ts.SourceFile | undefined {
  const old = before.text;
  const shorter = Math.min(old.length, text.length);
  const start = commonStart(old, text, shorter);
  const same = commonEnd(old, text, shorter - start);
  if (start + same < shorter / 2) return undefined;
  const span = { start, length: old.length - same - start };
  try {
    return api.updateSourceFile(before, text, { span, newLength: text.length - same - start });
  } catch {
    return undefined; // it asserts what it assumes of a tree: then the tree is made anew
  }
}

/** In strides, because strings compare faster than characters do. */
const STRIDE = 1024;

function commonStart(a: string, b: string, limit: number): number {
  let at = 0;
  while (at + STRIDE <= limit && a.slice(at, at + STRIDE) === b.slice(at, at + STRIDE)) at += STRIDE;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonEnd(a: string, b: string, limit: number): number {
  let count = 0;
  while (
    count + STRIDE <= limit &&
    a.slice(a.length - count - STRIDE, a.length - count) ===
      b.slice(b.length - count - STRIDE, b.length - count)
  ) {
    count += STRIDE;
  }
  while (count < limit && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}
