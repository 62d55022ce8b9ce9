/** Pieces that changes of a text are made of. */
import type { TextChange } from "./import-edit.js";
import type { Syntax, ts } from "./parser.js";

export function insert(at: number, newText: string): TextChange {
  return { start: at, end: at, newText };
}

/** The white space that a node's line begins with. */
export function indentOf({ tree, text }: Pick<Syntax, "tree" | "text">, node: ts.Node): string {
  const lineStart = text.lastIndexOf("\n", node.getStart(tree) - 1) + 1;
  return /^[^\S\n]*/.exec(text.slice(lineStart))?.[0] ?? "";
}
