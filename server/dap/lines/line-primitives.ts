/** The primitives that were made at the lines of a file, as they are now. */
import type { Primitive } from "../../model/task.js";
import { primitiveTitle } from "../../model/words.js";
import type { LinePrimitives } from "../protocol.js";
import type { Moment } from "../rows/moment.js";
import { primitivesOf, waitersAt } from "../rows/primitive-index.js";
import { tasksBelowMaker } from "../rows/ignored-cancel.js";
import { primitiveWords } from "../rows/primitive-words.js";

/** More would not be read at the end of a line. */
const TOLD = 3;

export function primitivesIn(moment: Moment, file: string): LinePrimitives[] {
  const lines = new Map<number, Primitive[]>();
  const { categories, below } = primitivesOf(moment.model);
  const shown = [...categories.map(({ primitives }) => primitives), ...below.values()].flat();
  for (const primitive of shown) {
    const { created } = primitive;
    if (created?.file !== file) continue;
    const known = lines.get(created.line);
    if (known === undefined) lines.set(created.line, [primitive]);
    else known.push(primitive);
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([line, primitives]) => ({
      line,
      words: primitives.slice(0, TOLD).map((primitive) => wordsOf(moment, primitive)),
      more: Math.max(0, primitives.length - TOLD),
    }));
}

function wordsOf(moment: Moment, primitive: Primitive): string {
  const waiters = waitersAt(primitivesOf(moment.model), primitive.id);
  const { brief } = primitiveWords(moment, primitive, waiters, tasksBelowMaker(moment, primitive).length);
  // At the line where it was made nobody asks where that was.
  const name = primitive.name === "" ? "" : primitiveTitle(primitive);
  return [name, brief === "" ? "idle" : brief].filter(Boolean).join(" ");
}
