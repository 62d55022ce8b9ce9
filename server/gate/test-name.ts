/** What the running test is called, as far as its runner lets us know. */
export function testName(self: unknown, args: readonly unknown[], ofFunction: string): string {
  return ofContext(args[0]) ?? ofMocha(self) ?? ofExpect() ?? (ofFunction === "" ? "the test" : ofFunction);
}

/** node:test gives a context with a name, vitest one with the task. */
function ofContext(context: unknown): string | undefined {
  if ((typeof context !== "object" && typeof context !== "function") || context === null) return undefined;
  const { fullName, name, task } = context as {
    fullName?: unknown;
    name?: unknown;
    task?: { name?: unknown };
  };
  const own = typeof context === "function" ? undefined : name;
  return [fullName, own, task?.name].find((one): one is string => typeof one === "string" && one !== "");
}

function ofMocha(self: unknown): string | undefined {
  const test = (self as { test?: { fullTitle?: () => unknown } } | null | undefined)?.test;
  const title = typeof test?.fullTitle === "function" ? test.fullTitle() : undefined;
  return typeof title === "string" ? title : undefined;
}

/** jest, and vitest with globals. */
function ofExpect(): string | undefined {
  const { expect } = globalThis as { expect?: { getState?: () => { currentTestName?: unknown } } };
  const name = typeof expect?.getState === "function" ? expect.getState().currentTestName : undefined;
  return typeof name === "string" ? name : undefined;
}
