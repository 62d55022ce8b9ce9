/**
 * A pattern is data: what it is called, when it helps, and a body that `expand` fits to a file.
 *
 * The body is an LSP snippet (placeholders `${1:name}`, choices `${2|4,8|}`), a line an entry, written in
 * TypeScript with double quotes, semicolons and tabs. Two marks of our own are resolved before a client sees it:
 * - `«...»` is there in TypeScript only, and left out of JavaScript;
 * - `@name` is an imported name, so that it can be renamed where the file uses that name for something else.
 *
 * So that semicolons can be left out, no line may begin with `(`, `[` or a backtick. What holds something gives it
 * back in `finally` rather than by `using`: a file's text does not tell whether what runs it knows `using`.
 */
export interface Pattern extends PatternText {
  /** Stable id, as in `sluice/expandPattern`. */
  readonly name: string;
  /** What one types; also the completion's label. */
  readonly prefix: string;
}

interface PatternText {
  readonly title: string;
  /** One or two sentences for the person who chooses. */
  readonly whenToUse: string;
  /** What flows where, a line an entry, in characters of equal width. */
  readonly picture: readonly string[];
  /** As in import lists: `chan`, `type ReceiveChannel`, `once from node:events`, `setTimeout as sleep from ...`. */
  readonly imports: readonly string[];
  readonly body: readonly string[];
}

/** A pattern as its file states it. */
export interface PatternSource extends Pattern {
  /** The same in another form, such as without the library; what it is called is made from the suffix. */
  readonly variants?: readonly PatternVariant[];
}

interface PatternVariant extends PatternText {
  /** One types the pattern's prefix and this: `gopool` and `plain` is `gopoolplain`. */
  readonly suffix: string;
}
