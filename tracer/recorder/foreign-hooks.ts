/**
 * Whether the program has promise hooks of its own: they would see what the tracer does with promises.
 *
 * Node's dispatcher on a stack tells that somebody else has hooks. On Node 20 and 22 each `AsyncLocalStorage` is such a
 * somebody; there an accessor in place of `AsyncHook.prototype.enable` looks whether it is Node that asks for it.
 */
import { createHook } from "node:async_hooks";
import { isInternal } from "./call-sites.js";
import type { Stacks } from "./stacks.js";

const STORAGE_NEEDS_HOOKS = Number.parseInt(process.versions.node) < 24;

export class ForeignHooks {
  readonly #stacks: Stacks;
  #enabledByProgram = !STORAGE_NEEDS_HOOKS;

  constructor(stacks: Stacks) {
    this.#stacks = stacks;
  }

  get present(): boolean {
    return this.#enabledByProgram && this.#stacks.dispatched;
  }

  watch(): void {
    if (!STORAGE_NEEDS_HOOKS) return;
    const prototype = Object.getPrototypeOf(createHook({})) as object;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, "enable");
    if (descriptor === undefined) return;
    const lookedUp = (below: unknown): unknown => {
      const [asker] = this.#stacks.takeAlways(1, below);
      if (asker !== undefined && !isInternal(asker)) this.#enabledByProgram = true;
      return descriptor.value;
    };
    Object.defineProperty(prototype, "enable", {
      configurable: true,
      enumerable: false,
      get: function enable(): unknown {
        return lookedUp(enable);
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, "enable", { ...descriptor, value });
      },
    });
  }
}
