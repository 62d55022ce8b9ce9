/** Says in a live region what a look would show; at most every few seconds, and only when it changed. */
import { make } from "./dom.js";

const SHORTEST_MS = 3000;

export class Announcer {
  readonly element = make("div", { role: "status", class: "unseen" });
  #saidMs = -SHORTEST_MS;
  #said = "";

  say(text: string): void {
    const nowMs = performance.now();
    if (text === this.#said || nowMs - this.#saidMs < SHORTEST_MS) return;
    this.#said = text;
    this.#saidMs = nowMs;
    this.element.textContent = text;
  }
}
