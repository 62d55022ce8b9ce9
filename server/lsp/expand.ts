/** Fits a pattern to a document: the snippet to insert, and the edits that bring in its imports. */
import { nameLists, namesInScope } from "./bindings.js";
import { planImports, type ImportSite, type TextChange } from "./import-edit.js";
import type { LanguageId } from "./languages.js";
import { parse, type Syntax } from "./parser.js";
import type { Pattern } from "./patterns/index.js";
import { measureStyle } from "./style.js";
import { renderBody } from "./template.js";

export interface ExpandOptions {
  readonly language: LanguageId;
  /** What the snippet replaces: the typed prefix, or an empty range at the cursor. */
  readonly start: number;
  readonly end: number;
  /** Tells `.cjs` and `.mjs` apart where the text does not. */
  readonly fileName?: string | undefined;
}

export interface Expansion {
  readonly snippet: string;
  /** Edits of the text as it is, none of which touches the replaced range. */
  readonly importEdits: readonly TextChange[];
}

/** All that has to be found out about a place before patterns are fitted to it: once for all of them. */
export interface Site extends ImportSite {
  readonly end: number;
}

export async function surveySite(text: string, options: ExpandOptions): Promise<Site> {
  return siteIn(await parse(text, options.language), options);
}

export function siteIn(syntax: Syntax, { start, end, fileName }: Omit<ExpandOptions, "language">): Site {
  return {
    syntax,
    style: measureStyle(syntax, start),
    lists: nameLists(syntax),
    taken: namesInScope(syntax, start),
    start,
    end,
    fileName,
  };
}

export async function expand(pattern: Pattern, text: string, options: ExpandOptions): Promise<Expansion> {
  return expandAt(pattern, await surveySite(text, options));
}

export function expandAt(pattern: Pattern, site: Site): Expansion {
  const { syntax, style, start, end } = site;
  const imports = planImports(pattern.imports, site);
  const body = renderBody(pattern, syntax.language, style, imports.localNames);

  // The protocol forbids two edits at one place, so an import that belongs just there is part of the snippet.
  const touching = imports.changes.filter((change) => change.start <= end && start <= change.end);
  const importLines = touching.map(({ newText }) => escapeSnippet(newText).trimEnd() + style.eol + style.eol);
  return {
    snippet: importLines.join("") + setApart(body, site, importLines.length > 0),
    importEdits: imports.changes.filter((change) => !touching.includes(change)),
  };
}

/** Code that stands beside the cursor goes to lines of its own. What has been typed of a prefix stays in its place. */
function setApart(
  body: string,
  { syntax: { text }, style: { eol }, start, end }: Site,
  atLineStart: boolean,
): string {
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const lineEnd = text.indexOf("\n", end);
  const behind = text.slice(end, lineEnd === -1 ? text.length : lineEnd);
  const above = start === end && before.trim() !== "" && !atLineStart ? eol : "";
  return above + body + (behind.trim() === "" ? "" : eol);
}

export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
