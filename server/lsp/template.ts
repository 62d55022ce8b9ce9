/** Turns a pattern's body, with its marks, into a snippet in a file's language and style. */
import { toWanted } from "./import-edit.js";
import { isTyped, type LanguageId } from "./languages.js";
import type { Pattern } from "./patterns/index.js";
import type { Style } from "./style.js";

export function renderBody(
  { body }: Pick<Pattern, "body">,
  language: LanguageId,
  style: Style,
  localNames: ReadonlyMap<string, string>,
): string {
  let text = body.join("\n");
  text = isTyped(language) ? text.replace(/[«»]/g, "") : joinBareParameters(text.replace(/«[^«»]*»/g, ""));
  text = text.replace(/@(\w+)/g, (mark, name: string) => localNames.get(name) ?? mark);
  if (style.quote === "'") text = text.replace(/"([^"'\n]*)"/g, "'$1'");
  if (!style.semicolons) text = text.replace(/;(?=\}?( *\/\/.*)?$)/gm, "");
  return text.replace(/^\t+/gm, (tabs) => style.indent.repeat(tabs.length)).replaceAll("\n", style.eol);
}

/** The names that a pattern's imports have where nothing stands in their way. */
export function ownNames(pattern: Pattern): Map<string, string> {
  return new Map(pattern.imports.map(toWanted).map(({ preferred }) => [preferred, preferred]));
}

/** A parameter list that needed a line for each type fits on one when the types are gone. */
function joinBareParameters(text: string): string {
  return text.replace(/\(\n((?:\t+\w+,\n)+)\t*\)/g, (_, lines: string) => {
    return `(${lines.replace(/\s+/g, " ").trim().replace(/,$/, "")})`;
  });
}

/** The text that a snippet gives when every default is taken: for previews, and for clients without snippets. */
export function plainText(snippet: string): string {
  const names = new Map<string, string>();
  const text = snippet
    .replace(/\$\{(\d+)\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}/g, (_, index: string, first: string) => {
      const value = first.replace(/\\([,|])/g, "$1");
      names.set(index, names.get(index) ?? value);
      return value;
    })
    .replace(/\$\{(\d+):((?:\\.|[^\\}])*)\}/g, (_, index: string, value: string) => {
      const first = names.get(index) ?? value;
      names.set(index, first);
      return first;
    })
    .replace(/(?<!\\)\$\d+/g, "");
  return text.replace(/\\([\\$}])/g, "$1");
}
