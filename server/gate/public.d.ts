/** `sluice/test`: a test fails that leaves tasks behind. */

export interface GateOptions {
  /** Tasks that may stay: texts to be found in, or patterns that match, "name file:line:column" of any of their places. */
  readonly allow?: readonly (string | RegExp)[];
  /** How long a task may take to end after its test; half a second if not given. */
  readonly settleMs?: number;
}

/** A test left tasks behind. */
export declare class LeakError extends Error {
  readonly code: "ERR_SLUICE_TEST_LEAK";
  /** The name of the test, as the runner knows it. */
  readonly test: string;
}

/**
 * From now on every test fails that leaves tasks behind: those declared by the globals `it` and `test` of mocha, jest and
 * vitest, else by node:test in modules of CommonJS.
 */
export declare function expectNoLeaks(options?: GateOptions): void;
/** The same for one test: give the result to the runner in place of `test`. */
export declare function expectNoLeaks<F extends (...args: never[]) => unknown>(
  test: F,
  options?: GateOptions,
): F;
/** Every test that the result declares fails if it leaves tasks behind: `const it = checking(nodeTest.it)`. */
export declare function checking<D extends (...args: never[]) => unknown>(
  declare: D,
  options?: GateOptions,
): D;
