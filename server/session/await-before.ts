const OPENING = "([{";
const CLOSING = ")]}";
const WORD = /[\w$]/;

/** How far back an `await` is looked for. */
const CHARACTERS = 4000;

interface Position {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/**
 * The `await` whose operand holds a position: the nearest one before it that is neither inside of a bracket that
 * closed in between, nor outside of the block that holds the position. The position itself when there is none.
 *
 * It reads characters, not syntax: a bracket in a string between the two can lead it astray, and it then finds
 * nothing rather than something else in all but contrived cases.
 */
export function awaitBefore(text: string, position: Position): Position {
  const offset = offsetOf(text, position);
  let closed = 0;
  for (let i = offset; i >= Math.max(0, offset - CHARACTERS); i--) {
    const character = text[i] ?? "";
    if (i < offset && CLOSING.includes(character)) closed++;
    else if (i < offset && OPENING.includes(character)) {
      if (closed > 0) closed--;
      else if (character === "{") break;
    } else if (closed === 0 && isAwait(text, i)) return positionOf(text, i);
  }
  return position;
}

function isAwait(text: string, at: number): boolean {
  return text.startsWith("await", at) && !WORD.test(text[at - 1] ?? "") && !WORD.test(text[at + 5] ?? "");
}

function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + column - 1;
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
