/** Replacing functions and classes of a package, so that nothing but what they tell is different. */
import type { Callable } from "../runtime/probe.js";

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Gets `this`, the arguments, the original, and the function at which stacks are to be cut. */
export type Wrapping = (self: unknown, args: unknown[], original: AnyFunction, caller: Callable) => unknown;

/** Stands for `original`. `call` must run that exactly once, or not at all when it throws itself. */
export function wrapped(original: AnyFunction, call: Wrapping): AnyFunction {
  const apply = (target: AnyFunction, self: unknown, args: unknown[]): unknown => {
    try {
      return call(self, args, target, apply);
    } catch (error) {
      throw withoutOwnFrames(error);
    }
  };
  return new Proxy(original, { apply });
}

/** What is thrown through us shows the stack that it would show without us. */
export function withoutOwnFrames(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const descriptor = Object.getOwnPropertyDescriptor(error, "stack");
  const stack: unknown = descriptor?.value ?? (descriptor?.get === undefined ? undefined : error.stack);
  if (typeof stack !== "string" || !stack.includes(__filename)) return error;
  const frames = stack.split("\n");
  Reflect.set(error, "stack", frames.filter((frame) => !frame.includes(__filename)).join("\n"));
  return error;
}

/** The same for a method of an object or prototype. What is not there, or cannot be replaced, is left as it is. */
export function wrapMethod(
  owner: object,
  name: string,
  call: (self: object, args: unknown[], original: AnyFunction, caller: Callable) => unknown,
): void {
  wrapFunction(owner, name, (self, args, original, caller) =>
    isObject(self) ? call(self, args, original, caller) : Reflect.apply(original, self, args),
  );
}

/** The same for a function that is called with or without its owner. */
export function wrapFunction(owner: object, name: string, call: Wrapping): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const value: unknown = descriptor?.value;
  if (!isFunction(value) || descriptor?.configurable !== true) return;
  Object.defineProperty(owner, name, { ...descriptor, value: wrapped(value, call) });
}

/** Stands for a class; `make` runs its constructor, or that of a class derived from it, and returns what that made. */
export function wrappedClass(
  original: AnyFunction,
  make: (construct: () => object, args: readonly unknown[], caller: Callable) => object,
): unknown {
  const construct = (target: AnyFunction, args: unknown[], newTarget: AnyFunction): object =>
    make(() => Reflect.construct(target, args, newTarget) as object, args, construct);
  const proxy = new Proxy(original, {
    construct: construct as NonNullable<ProxyHandler<AnyFunction>["construct"]>,
  });
  const prototype: unknown = original.prototype;
  const descriptor = isObject(prototype)
    ? Object.getOwnPropertyDescriptor(prototype, "constructor")
    : undefined;
  if (isObject(prototype) && descriptor?.configurable === true)
    Object.defineProperty(prototype, "constructor", { ...descriptor, value: proxy });
  return proxy;
}

/** What the class of an instance is called: a property of the program's own class, never a getter of an instance. */
export function classNameOf(instance: unknown): string | null {
  const prototype: unknown = isObject(instance) ? Object.getPrototypeOf(instance) : undefined;
  const made: unknown = isObject(prototype)
    ? Object.getOwnPropertyDescriptor(prototype, "constructor")?.value
    : undefined;
  return isFunction(made) && made.name !== "" ? made.name : null;
}

/** A count that a package's object tells; 0 where it is none. */
export function countOf(value: unknown): number {
  return typeof value === "number" && value >= 0 ? value : 0;
}
