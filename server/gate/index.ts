/**
 * `sluice/test`: a test fails that leaves tasks behind.
 *
 *     import { checking, expectNoLeaks } from "sluice/test";
 *     expectNoLeaks();                                              // every test that is declared from here on
 *     const it = checking(nodeTest.it);                             // the same, where tests are declared by an import
 *     test("closes its feed", expectNoLeaks(async () => { ... }));  // or one by one
 *
 * Each task is charged to the test that started it, by the tracer's own record of who called whom: so it works with
 * tests that run side by side, and with what their callbacks start.
 */
import { gated, type TestFunction } from "./gated.js";
import { checking, install } from "./install.js";
import type { GateOptions } from "./left-behind.js";

export { checking };
export { LeakError } from "./leak-error.js";
export type { GateOptions, TestFunction };

/** From now on every test of this process fails that leaves tasks behind; see the head of `install.ts` for which. */
export function expectNoLeaks(options?: GateOptions): void;
/** The same for one test: give the result to the runner in place of `test`. */
export function expectNoLeaks<F extends TestFunction>(test: F, options?: GateOptions): F;
export function expectNoLeaks<F extends TestFunction>(
  first?: F | GateOptions,
  options: GateOptions = {},
): F | undefined {
  if (typeof first === "function") return gated(first, options);
  install(first ?? {});
  return undefined;
}
