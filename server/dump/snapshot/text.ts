/** Strings of the program, out of a snapshot. */
import type { Node, Snapshot } from "./snapshot.js";

/** A text is short; what is put together of more pieces than this is not one. */
const PIECES = 200;

/**
 * The text of a string; undefined for all else. One that was put together by the program is kept by the engine as its
 * two parts, each of which may be such a one again. A snapshot shortens long ones.
 */
export function textOf(snapshot: Snapshot, node: Node): string | undefined {
  const pieces: string[] = [];
  const rest = [node];
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    const type = snapshot.type(at);
    if (type === "string") pieces.push(snapshot.name(at));
    else if (type === "concatenated string") {
      const [first, second] = [snapshot.follow(at, "first"), snapshot.follow(at, "second")];
      if (first === undefined || second === undefined) return undefined;
      rest.push(second, first);
    } else return undefined;
    if (pieces.length + rest.length > PIECES) return undefined;
  }
  return pieces.join("");
}
