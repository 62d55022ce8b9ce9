/**
 * A pattern is data: what it is called, when it helps, and a body that `expand` fits to a file.
 *
 * The body is an LSP snippet (placeholders `${1:name}`, choices `${2|4,8|}`), a line an entry, written in
 * TypeScript with double quotes, semicolons and tabs. Two marks of our own are resolved before a client sees it:
 * - `«...»` is there in TypeScript only, and left out of JavaScript;
 * - `@name` is a name of the library, so that it can be renamed where the file uses that name for something else.
 *
 * So that semicolons can be left out, no line may begin with `(`, `[` or a backtick.
 */
export interface Pattern {
  /** Stable id, as in `sluice/expandPattern`. */
  readonly name: string;
  /** What one types; also the completion's label. */
  readonly prefix: string;
  readonly title: string;
  /** One or two sentences for the person who chooses. */
  readonly whenToUse: string;
  /** Names from "sluice", each as in an import list: `chan`, or `type ReceiveChannel`. */
  readonly imports: readonly string[];
  readonly body: readonly string[];
}
