import { LeakError } from "./leak-error.js";
import { leftBehind, type GateOptions } from "./left-behind.js";
import { ownRecording, type OwnRecording } from "./own-recording.js";
import { testName } from "./test-name.js";

/** What runners call: with their context, and perhaps a callback for the end. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever parameters a runner's tests have
export type TestFunction = (this: any, ...args: any[]) => unknown;

const GATED = new WeakSet<TestFunction>();

/** Whether any test has been declared with the gate behind it. */
export function anyGated(): boolean {
  return any;
}

let any = false;

/** The test with the gate behind it. */
export function gated<F extends TestFunction>(test: F, options: GateOptions): F {
  if (GATED.has(test)) return test;
  const withGate = function (this: unknown, ...args: unknown[]): unknown {
    const name = testName(this, args, test.name);
    const recording = ownRecording();
    if (recording === null) return Reflect.apply(test, this, args) as unknown;
    const callback = test.length === args.length ? args.at(-1) : undefined;
    if (!isCallback(callback)) {
      return run(recording, name, options, () => Reflect.apply(test, this, args) as unknown);
    }
    const ended = new Promise<void>((resolve, reject) => {
      const done = (error?: unknown): void => {
        if (error == null) resolve();
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the test's own
        else reject(error);
      };
      void run(recording, name, options, () => {
        Reflect.apply(test, this, [...args.slice(0, -1), done]);
        return ended;
      }).then(() => callback(), callback);
    });
    return undefined;
  } as F;
  // Runners look at both.
  Object.defineProperty(withGate, "length", { value: test.length, configurable: true });
  Object.defineProperty(withGate, "name", { value: test.name, configurable: true });
  GATED.add(withGate);
  any = true;
  return withGate;
}

/** For the end of a test; the context that vitest gives is a function as well. */
function isCallback(value: unknown): value is (error?: unknown) => void {
  return typeof value === "function" && !("task" in value);
}

async function run(
  recording: OwnRecording,
  name: string,
  options: GateOptions,
  body: () => unknown,
): Promise<unknown> {
  // Only after an await it is known for certain which call runs.
  await Promise.resolve();
  const test = recording.charge();
  const result = await body();
  if (test === null) return result;
  const tasks = await new Promise<Parameters<Parameters<typeof leftBehind>[3]>[0]>((resolve) =>
    leftBehind(recording, test, options, resolve),
  );
  recording.model.discharge(test);
  if (tasks.length > 0) throw new LeakError(name, recording.model, tasks);
  return result;
}
