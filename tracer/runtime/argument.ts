/** Checks of arguments that several primitives make. */
import { InvalidArgumentError } from "./errors.js";

/** @throws {InvalidArgumentError} It cannot be called. */
export function mustBeFunction(fn: unknown, of: string): void {
  if (typeof fn !== "function") throw notAFunction(of);
}

export function notAFunction(of: string): InvalidArgumentError {
  return new InvalidArgumentError(`${of} takes a function`);
}

/** Whether it counts things: a whole number from 0. */
export function isCount(n: unknown): n is number {
  return Number.isSafeInteger(n) && (n as number) >= 0;
}

export function notACount(of: string, n: unknown): InvalidArgumentError {
  return new InvalidArgumentError(`${of} takes a whole number from 0, not ${String(n)}`);
}

/** Whether it is a length of time in milliseconds; `Infinity` is one. */
export function isDuration(ms: unknown): ms is number {
  return typeof ms === "number" && !Number.isNaN(ms);
}

export function notADuration(of: string, ms: unknown): InvalidArgumentError {
  return new InvalidArgumentError(`${of} takes a number of milliseconds, not ${String(ms)}`);
}
