/**
 * Puts the gate behind every test that is declared from now on: by the globals `test` and `it` that mocha, jest and
 * vitest make, else by those of node:test.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { anyGated, gated, type TestFunction } from "./gated.js";
import type { GateOptions } from "./left-behind.js";

const NAMES = ["test", "it"] as const;

/** Functions of a declaring function that declare as well. */
const FORMS = new Set(["only", "concurrent", "sequential", "serial", "fails", "failing"]);

type Declare = (...args: unknown[]) => unknown;

let installed = false;

export function install(options: GateOptions): void {
  if (installed) return;
  installed = true;
  const globals = globalThis as Record<string, unknown>;
  const found = NAMES.filter((name) => replace(globals, name, options));
  if (found.length === 0) installInNodeTest(options);
}

/** Modules of CommonJS look the functions up; one that imported them has them already, and must not believe in a gate. */
function installInNodeTest(options: GateOptions): void {
  const load = createRequire(join(import.meta.dirname, "test.cjs"));
  const nodeTest = load("node:test") as Record<string, unknown> & { after: (hook: () => void) => void };
  for (const name of NAMES) replace(nodeTest, name, options);
  nodeTest.after(() => {
    if (anyGated()) return;
    // Not every version of the runner fails for a hook that fails after the last test.
    process.once("exit", () => (process.exitCode = 1));
    throw new Error(
      "expectNoLeaks(): no test came past it, since an import of node:test cannot be changed: " +
        "declare tests by `checking(it)`, or wrap each in `expectNoLeaks(...)`",
    );
  });
}

/** Every test that the result declares has the gate behind it: for functions that were imported. */
export function checking<D extends (...args: never[]) => unknown>(declare: D, options: GateOptions = {}): D {
  return declaring(declare as unknown as Declare, options) as unknown as D;
}

function replace(holder: Record<string, unknown>, name: string, options: GateOptions): boolean {
  const declare = holder[name];
  if (typeof declare !== "function") return false;
  holder[name] = declaring(declare as Declare, options);
  return true;
}

function declaring(declare: Declare, options: GateOptions): Declare {
  return new Proxy(declare, {
    apply: (target, self: unknown, args: unknown[]) =>
      Reflect.apply(
        target,
        self,
        args.map((arg) => (typeof arg === "function" ? gated(arg as TestFunction, options) : arg)),
      ),
    get: (target, key, receiver): unknown => {
      const value: unknown = Reflect.get(target, key, receiver);
      const declares = typeof key === "string" && FORMS.has(key) && typeof value === "function";
      return declares ? declaring(value as Declare, options) : value;
    },
  });
}
