import { afterFunc, background, go, notifyContext, withCancel, withTimeout, type Context } from "sluice";
import * as lib from "sluice";

declare function work(ctx: Context): Promise<void>;
declare function keep(cancel: () => void): void;

async function dropped() {
  const [ctx] = withTimeout(background(), 100); // told: what ends the context of withTimeout is dropped here
  await work(ctx);
}

async function droppedByNamespace() {
  const [ctx] = lib.withCancel(background()); // told: what ends the context of withCancel is dropped here
  await work(ctx);
}

async function neverCalled() {
  const [ctx, cancel] = withCancel(background()); // told: cancel is never called
  await work(ctx);
}

async function earlyReturn(ready: boolean) {
  const [ctx, cancel] = withTimeout(background(), 100); // told: the return in line
  if (!ready) return;
  await work(ctx);
  cancel();
}

async function everyWay(ready: boolean) {
  const [ctx, cancel] = withTimeout(background(), 100);
  if (!ready) return cancel();
  await work(ctx);
  cancel();
}

async function inFinally() {
  const [ctx, cancel] = withTimeout(background(), 100);
  try {
    return await work(ctx);
  } finally {
    cancel();
  }
}

function handedOn() {
  const [ctx, cancel] = withCancel(background());
  return { ctx, cancel };
}

async function keptByAnother() {
  const [ctx, cancel] = withCancel(background());
  keep(cancel);
  if (ctx.err()) return;
  await work(ctx);
}

async function calledLater() {
  const [ctx, cancel] = withCancel(background());
  setTimeout(() => cancel(), 10);
  if (ctx.err()) return;
  await work(ctx);
}

async function inEachTurn(all: readonly string[]) {
  for (const one of all) {
    const [ctx, cancel] = withTimeout(background(), one.length);
    try {
      if (one === "") continue;
      await work(ctx);
    } finally {
      cancel();
    }
  }
}

const [root] = notifyContext(background());
export const [shared, end] = withCancel(root);
afterFunc(root, () => go(work, shared));
export {
  calledLater,
  dropped,
  droppedByNamespace,
  earlyReturn,
  everyWay,
  handedOn,
  inEachTurn,
  inFinally,
  keptByAnother,
  neverCalled,
};
