/**
 * What VS Code has asked for and waits for.
 *
 * It forgets the rows below a row when it asks for them, when it draws that row anew, and when it does either with one
 * above it; when they come it registers them with the row as it was when it asked. Rows that come after the row was drawn
 * anew, or to the first of two questions that overlap, are thus registered where nothing forgets them again, and the next
 * ones are refused as there already, with an error that the user sees. Such a question is overtaken: it gets no rows.
 */
import { setImmediate as nextTurn } from "node:timers/promises";

interface Ask {
  readonly path: string;
  readonly overtake: () => void;
}

export class ChildrenAsks {
  readonly #pending = new Map<Ask, Promise<unknown>>();

  /**
   * @param path of the row whose children are asked for; empty for the outermost rows
   * @param rows what there will be
   * @returns null when the question was overtaken, then at once
   * @throws what `rows` does
   */
  async answer<Node>(path: string, rows: Promise<Node[]>): Promise<Node[] | null> {
    this.overtake(path);
    const { promise: overtaken, resolve } = withResolvers<null>();
    const ask = { path, overtake: () => resolve(null) };
    const answer = Promise.race([ofATurnOfItsOwn(rows), overtaken]);
    this.#pending.set(ask, answer);
    try {
      return await answer;
    } finally {
      this.#pending.delete(ask);
    }
  }

  /** The row at this path is asked for again, or drawn anew. */
  overtake(path: string): void {
    for (const ask of this.#pending.keys()) {
      if (ask.path === path || ask.path.startsWith(`${path}>`)) ask.overtake();
    }
  }

  get some(): boolean {
    return this.#pending.size > 0;
  }

  /** Until all that was asked has come, or will not, and VS Code has registered it. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) {
      await Promise.allSettled(this.#pending.values());
      await nextTurn();
    }
  }
}

/** VS Code registers rows a few promises after they came: between these nothing else is to happen. */
async function ofATurnOfItsOwn<Node>(rows: Promise<Node[]>): Promise<Node[]> {
  const nodes = await rows;
  await nextTurn();
  return nodes;
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
