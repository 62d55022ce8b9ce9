/**
 * What VS Code has asked for and waits for.
 *
 * It forgets the rows below a row when it asks for them, and registers the new ones when they come. Of two questions
 * that overlap both would be registered, and the second is refused as a row that is there already, with an error that the
 * user sees. So the last one to ask gets the rows: a question for the same row, or for one above it, leaves the earlier
 * one without any.
 */
interface Ask {
  readonly path: string;
  readonly overtake: () => void;
}

export class ChildrenAsks {
  readonly #pending = new Map<Ask, Promise<unknown>>();

  /** @param path of the row whose children are asked for; empty for the outermost rows @param rows what there will be */
  async answer<Node>(path: string, rows: Promise<Node[]>): Promise<Node[]> {
    for (const ask of this.#pending.keys()) {
      if (ask.path === path || ask.path.startsWith(`${path}>`)) ask.overtake();
    }
    const { promise: overtaken, resolve } = withResolvers<Node[]>();
    const ask = { path, overtake: () => resolve([]) };
    const answer = Promise.race([rows, overtaken]);
    this.#pending.set(ask, answer);
    try {
      return await answer;
    } finally {
      this.#pending.delete(ask);
    }
  }

  get some(): boolean {
    return this.#pending.size > 0;
  }

  /** Until all that is waited for now has come, or will not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending.values());
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
