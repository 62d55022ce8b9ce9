/** A pattern's function, added to a file that calls it and does not have it. */
import type { Site } from "./expand.js";
import type { TextChange } from "./import-edit.js";
import { findPattern, type Pattern } from "./patterns/index.js";
import { plainText, renderBody } from "./template.js";

/** Undefined where a function of that name can be called already. */
export function missingHelper({ taken }: Site, prefix: string): Pattern | undefined {
  const pattern = findPattern(prefix);
  const [, name = ""] = /\$\{1:(\w+)\}/.exec(pattern?.body.join("\n") ?? "") ?? [];
  return taken.has(name) ? undefined : pattern;
}

/** With its defaults, at the end of the file. */
export function helperAddition(
  { syntax, style }: Site,
  pattern: Pattern,
  localNames: ReadonlyMap<string, string>,
): TextChange {
  const { eol } = style;
  const code = plainText(renderBody(pattern, syntax.language, style, localNames));
  const end = syntax.text.trimEnd().length;
  return { start: end, end, newText: `${eol}${eol}${code}${end === syntax.text.length ? eol : ""}` };
}
