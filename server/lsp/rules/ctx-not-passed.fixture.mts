import {
  background,
  go,
  sleep,
  todo,
  withCancel,
  withoutCancel,
  withTimeout,
  type Channel,
  type Context,
} from "sluice";

async function anew(ctx: Context) {
  const [inner, cancel] = withTimeout(background(), 10); // told: background() begins anew here
  try {
    await sleep(1, inner);
  } finally {
    cancel();
  }
  return ctx.err();
}

async function deep(ctx: Context, work: (ctx: Context) => Promise<void>) {
  await Promise.all([1, 2].map(() => work(todo()))); // told: does not end with ctx
  return ctx.err();
}

async function unused(ctx: Context, jobs: Channel<string>) {
  return await jobs.receive(); // told: this wait does not end with ctx
}

async function unusedSleep(ctx: Context) {
  await sleep(100); // told: which the function is given and does not use
}

async function passed(ctx: Context, jobs: Channel<string>) {
  await sleep(1, ctx);
  return await jobs.receive(ctx);
}

async function partly(ctx: Context, jobs: Channel<string>) {
  if (ctx.err()) return;
  await jobs.send("one");
}

async function cleansUp(ctx: Context, close: (ctx: Context) => Promise<void>) {
  try {
    await sleep(1, ctx);
  } finally {
    await close(background());
  }
}

async function meantSo(_ctx: Context) {
  await sleep(1);
}

async function detached(ctx: Context, log: (ctx: Context) => Promise<void>) {
  go(log, withoutCancel(ctx));
}

async function root() {
  const [ctx, cancel] = withCancel(background());
  await passed(ctx, undefined as never);
  cancel();
}

export { anew, cleansUp, deep, detached, meantSo, partly, passed, root, unused, unusedSleep };
