import type { RowsArguments, RowsBody } from "../../server/dap/protocol.js";

interface Asked {
  readonly request: RowsArguments;
  readonly answer: (body: RowsBody) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Pages that are asked for at once go as one request: a message to the adapter takes its way through the window and back,
 * and a view that is open has a page for each of its open rows.
 */
export class RowsBatch {
  readonly #send: (requests: readonly RowsArguments[]) => Promise<readonly RowsBody[]>;
  #asked: Asked[] = [];

  constructor(send: (requests: readonly RowsArguments[]) => Promise<readonly RowsBody[]>) {
    this.#send = send;
  }

  ask(request: RowsArguments): Promise<RowsBody> {
    return new Promise((answer, fail) => {
      this.#asked.push({ request, answer, fail });
      if (this.#asked.length === 1) queueMicrotask(() => void this.#ask());
    });
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const bodies = await this.#send(asked.map(({ request }) => request));
      asked.forEach(({ answer }, index) => answer(bodies[index] ?? { rows: [], total: 0 }));
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }
}
