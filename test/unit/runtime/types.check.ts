/**
 * What the type checker must accept and refuse. Nothing here runs: the check is that this file compiles, and
 * that each line marked `@ts-expect-error` would not.
 */
/* eslint-disable @typescript-eslint/no-invalid-void-type, @typescript-eslint/no-unnecessary-type-parameters,
   @typescript-eslint/no-unused-vars, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-meaningless-void-operator
   -- questions to the checker look odd to the linter */
import {
  type Channel,
  type Mutex,
  type ReceiveChannel,
  type SendChannel,
  type Task,
  WaitGroup,
  after,
  chan,
  go,
  otherwise,
  select,
  sleep,
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
