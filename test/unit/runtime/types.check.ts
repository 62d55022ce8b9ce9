/**
 * What the type checker must accept and refuse. Nothing here runs: the check is that this file compiles, and
 * that each line marked `@ts-expect-error` would not.
 */
/* eslint-disable @typescript-eslint/no-invalid-void-type, @typescript-eslint/no-unnecessary-type-parameters,
   @typescript-eslint/no-unused-vars, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-meaningless-void-operator
   -- questions to the checker look odd to the linter */
import {
  type Channel,
  type Context,
  ErrGroup,
  type Mutex,
  type ReceiveChannel,
  type SendChannel,
  type Task,
  type Semaphore,
  type SingleFlight,
  type SyncMap,
  WaitGroup,
  after,
  background,
  bridge,
  chan,
  fanIn,
  fanOut,
  go,
  onceValue,
  otherwise,
  pipe,
  select,
  sleep,
  tee,
  withCancel,
  withCancelCause,
  workerPool,
} from "../../../tracer/runtime/index.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only if `actual` is a promise of exactly `Expected`. */
function resolves<Expected>() {
  return <Actual>(
    _promise: Promise<Actual>,
    ..._same: Same<Actual, Expected> extends true ? [] : [never]
  ): void => {};
}

export async function channels(): Promise<void> {
  const ch = chan<string>(1, "name");
  resolves<void>()(ch.send("a"));
  resolves<string | undefined>()(ch.receive());
  resolves<IteratorResult<string, undefined>>()(ch.next());
  // @ts-expect-error -- a number is no string
  await ch.send(1);
  for await (const value of ch) value.toUpperCase();
  const result = await ch.next();
  if (result.done !== true) result.value.toUpperCase();
}

export function ends(ch: Channel<string>): void {
  const send: SendChannel<string> = ch;
  const receive: ReceiveChannel<string> = ch;
  const wider: ReceiveChannel<string | number> = receive;
  const narrower: SendChannel<"a"> = send;
  // @ts-expect-error -- a receiver of strings may not be given numbers
  const wrongReceive: ReceiveChannel<string> = wider;
  // @ts-expect-error -- strings could be sent where only "a" is understood
  const wrongSend: SendChannel<string> = narrower;
  // @ts-expect-error -- one end only
  send.receive();
  // @ts-expect-error -- one end only
  receive.close();
  void [wrongReceive, wrongSend];
}

export function selects(a: Channel<string>, b: Channel<number>, signal: AbortSignal): void {
  resolves<string | number | undefined>()(select(a.onReceive(), b.onReceive()));
  resolves<boolean | "none">()(
    select(
      a.onReceive((_, ok) => ok),
      otherwise(() => "none" as const),
    ),
  );
  resolves<number>()(select(a.onReceive((value, ok) => Promise.resolve(ok ? String(value).length : 0))));
  resolves<undefined>()(select(b.onSend(1), undefined, null));
  resolves<string>()(
    select(
      b.onSend(1, () => "sent"),
      signal,
    ),
  );
  resolves<string>()(
    select(
      b.onSend(1, () => "sent"),
      { signal },
    ),
  );
  resolves<never>()(select());
  resolves<number | undefined>()(select(after(1).onReceive()));
  // @ts-expect-error -- a channel is no case
  void select(a);
  // @ts-expect-error -- the signal comes last
  void select(signal, a.onReceive());
  // @ts-expect-error -- a number is no string
  a.onSend(1);
}

export function tasks(): void {
  const task: Task<number> = go((a: string, b: number) => Promise.resolve(a.length + b), "a", 1);
  const like: PromiseLike<number> = task;
  resolves<number>()(task);
  resolves<string>()(go.named("n", () => "a"));
  resolves<number>()(new WaitGroup().go((n: number) => n, 1));
  // @ts-expect-error -- an argument is missing
  go((n: number) => n);
  // @ts-expect-error -- an argument of another type
  go((n: number) => n, "1");
  // @ts-expect-error -- for the library to say
  task.done = true;
  void like;
}

export async function locks(mu: Mutex): Promise<void> {
  using _ = await mu.lock();
  resolves<number>()(mu.withLock(() => 1));
  resolves<string>()(mu.withLock(() => Promise.resolve("a")));
  resolves<void>()(sleep(1));
}

export function contexts(ch: Channel<string>): void {
  const [ctx, cancel] = withCancel(background());
  const [, because] = withCancelCause(ctx);
  resolves<string | undefined>()(ch.receive(ctx));
  // A context that ends gives nothing, so a handler that throws adds nothing to what a select may give.
  resolves<string | undefined>()(select(ch.onReceive(), ctx.done().onReceive()));
  cancel();
  because("any reason");
  // @ts-expect-error -- it says no reason
  cancel("reason");
  const given: Context = ErrGroup.withContext(ctx)[1];
  void given;
}

export function patterns(a: Channel<string>, b: Channel<number>, signal: AbortSignal): void {
  const both: ReceiveChannel<string | number> = fanIn(a, b);
  const early: ReceiveChannel<string | number> = fanIn(a, b, signal);
  const shares: ReceiveChannel<string>[] = fanOut(a, 2);
  const lengths: ReceiveChannel<number> = pipe(a, (value) => Promise.resolve(value.length), {
    concurrency: 2,
  });
  const results: ReceiveChannel<boolean> = workerPool(2, b, (value) => value > 1, background());
  const [left, right]: [ReceiveChannel<string>, ReceiveChannel<string>] = tee(a);
  const flat: ReceiveChannel<number> = bridge(chan<ReceiveChannel<number>>());
  // @ts-expect-error -- numbers come out too
  const wrong: ReceiveChannel<string> = fanIn(a, b);
  // @ts-expect-error -- an output is for receiving only
  void both.send("a");
  void [early, shares, lengths, results, left, right, flat, wrong];
}

export function shared(map: SyncMap<string, number>, flight: SingleFlight<string>, sem: Semaphore): void {
  resolves<number>()(map.loadOrCompute("a", (key) => Promise.resolve(key.length)));
  resolves<string>()(flight.do("a", () => Promise.resolve("b")));
  resolves<number>()(onceValue(() => Promise.resolve(1))());
  resolves<number>()(sem.withPermit(() => Promise.resolve(1)));
  const [value, loaded]: [number, boolean] = map.loadOrStore("a", 1);
  // @ts-expect-error -- the key is a string
  map.load(1);
  void [value, loaded];
}
