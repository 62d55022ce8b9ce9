declare function open(): Promise<string>;

export const asyncExecutor = () =>
  new Promise(async (resolve) => {
    // told: an error after its await is unhandled
    resolve(await open());
  });

export const inOneLine = () => new Promise(async (resolve) => resolve(await open())); // told: is unhandled

export const hasBoth = () =>
  new Promise(async (resolve, refuse) => {
    // told: an error after its await is unhandled
    const text = await open();
    if (text === "") refuse(new Error("empty"));
    else resolve(text);
  });

export const neverSettles = () =>
  new Promise((resolve, reject) => {
    // told: neither of the executor's functions is used
    void open();
  });

export const caught = () =>
  new Promise(async (resolve, reject) => {
    try {
      resolve(await open());
    } catch (error) {
      reject(error);
    } finally {
      await open().catch(reject);
    }
  });

export const waitsForNothing = () => new Promise(async (resolve) => resolve(1));

export const meantToStay = [
  new Promise(() => {}),
  new Promise(() => void open()),
  new Promise((_resolve) => void open()),
];

let settle: (value: unknown) => void;
export const deferred = new Promise((resolve) => (settle = resolve));
export const inner = () => new Promise((resolve) => setTimeout(async () => resolve(await open()), 10));
export const rest = () => new Promise((...settlers) => settlers[0](1));
export const finish = () => settle(1);

export function shadowed(Promise: new (fn: (resolve: () => void) => unknown) => object) {
  return new Promise(async (resolve) => {
    await open();
    resolve();
  });
}
