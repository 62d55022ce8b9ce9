/** Keeps what a page wants to find again when it is shown anew, a little after each change of it. */
import type { Host } from "./host.js";

const SOON_MS = 250;

export class Keeper {
  readonly #host: Host;
  readonly #state: () => unknown;
  #timer = 0;

  constructor(host: Host, state: () => unknown) {
    this.#host = host;
    this.#state = state;
  }

  readonly soon = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.now, SOON_MS);
  };

  readonly now = (): void => {
    this.#host.keep(this.#state());
  };
}
