/** Questions to an inspector and its answers, over any channel that carries text. */

/** A way to one inspector: a WebSocket, or a worker reached through its parent. */
export interface Channel {
  send(text: string): void;
  close(): void;
  onText: (text: string) => void;
  onClose: () => void;
}

/** The inspector answered with an error. */
export class InspectorError extends Error {
  override name = "InspectorError";
}

/** The process, or its inspector, is gone. */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";
}

interface Pending {
  readonly answer: (result: unknown) => void;
  readonly fail: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class InspectorSession {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, (params: never) => void>();
  readonly #lossInWords: string;
  #lastId = 0;
  #isLost = false;
  #tellLost: () => void = () => undefined;
  /** Resolves when {@link isLost}. */
  readonly lost = new Promise<void>((resolve) => (this.#tellLost = resolve));

  /** @param lossInWords what is said of questions that have no answer any more */
  constructor(channel: Channel, lossInWords = "the connection is closed") {
    this.#channel = channel;
    this.#lossInWords = lossInWords;
    channel.onText = (text) => this.#receive(JSON.parse(text) as Message);
    channel.onClose = () => this.#lose();
  }

  /** @throws {InspectorError | ConnectionLost} */
  send<Result>(method: string, params: object = {}): Promise<Result> {
    if (this.#isLost) return Promise.reject(new ConnectionLost(this.#lossInWords));
    const id = ++this.#lastId;
    return new Promise<Result>((answer, fail) => {
      this.#pending.set(id, { answer: answer as (result: unknown) => void, fail });
      this.#channel.send(JSON.stringify({ id, method, params }));
    });
  }

  /** One listener an event. */
  on(method: string, listener: (params: never) => void): void {
    this.#listeners.set(method, listener);
  }

  /** Lets the listener go, and all that it holds: a session lasts longer than what is read through it. */
  off(method: string): void {
    this.#listeners.delete(method);
  }

  /** The connection is closed, by whomever. */
  get isLost(): boolean {
    return this.#isLost;
  }

  close(): void {
    this.#channel.close();
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      this.#listeners.get(method)?.(params as never);
      return;
    }
    const pending = this.#pending.get(id ?? 0);
    if (pending === undefined) return;
    this.#pending.delete(id ?? 0);
    if (error === undefined) pending.answer(result);
    else pending.fail(new InspectorError(error.message));
  }

  #lose(): void {
    this.#isLost = true;
    for (const { fail } of this.#pending.values()) fail(new ConnectionLost(this.#lossInWords));
    this.#pending.clear();
    this.#tellLost();
  }
}
