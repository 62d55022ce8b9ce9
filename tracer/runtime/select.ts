/**
 * `select`, as in the Go language specification, "Select statements": of the cases that can proceed one is
 * chosen, "via a uniform pseudo-random selection"; with a `default` it never waits; else it waits for the first
 * that can.
 *
 * A select that waits stands in the line of each of its channels with one arm each. Whoever serves one arm ends
 * the contest, and the other arms leave their lines there and then.
 */
import { type Cancel, type Cancellable, type Watch, refusal, watch } from "./cancel.js";
import { Case, type Selectable } from "./case.js";
import { InvalidArgumentError } from "./errors.js";
import { PROBE_VERSION, probe, publish } from "./probe.js";
import { rejectedWith, settled, settledWith, wake } from "./turn.js";
import { type Contest, Waiter, deferred } from "./waiter.js";

/** A case, or Go's nil channel: one that is never ready. */
export type MaybeCase = Case<unknown> | undefined | null;

/** What a select of these cases may resolve to: the results of its cases' handlers, or their values. */
export type SelectResult<C extends readonly unknown[]> = Awaited<ResultOf<C[number]>>;
type ResultOf<E> = E extends Case<infer R> ? R : never;

/**
 * Carries out exactly one of the cases: Go's `select`.
 *
 * The handler of the chosen case runs in the task that called `select`, never in its peer's, and is awaited. An
 * undefined or null case is never ready, which is how a case is switched off in a loop; with no live case a
 * select waits for ever. The other cases are left as if they had not been there: no place in a line, no timer.
 *
 * @returns What the chosen case's handler returns; without one, the received value, or `undefined` for a send.
 * @throws {SendOnClosedError} (as a rejection) The chosen case sends on a closed channel.
 * @throws {InvalidArgumentError} (as a rejection) An argument is no case, or two are `otherwise`.
 * @throws The signal's reason (as a rejection), if it fires first. Then no case was carried out.
 */
export function select<const C extends readonly MaybeCase[]>(...cases: C): Promise<SelectResult<C>>;
export function select<const C extends readonly MaybeCase[]>(
  ...casesAndCancel: [...C, Cancel | undefined]
): Promise<SelectResult<C>>;
export function select(...args: (MaybeCase | Cancel)[]): Promise<unknown> {
  const last = args.at(-1);
  let cancel: Cancel | undefined;
  if (last != null && !isCase(last)) {
    const refused = refusal(last);
    if (refused !== undefined) return refused;
    cancel = last;
    args.pop();
  }

  let chosen: Case<unknown> | undefined;
  let fallback: Case<unknown> | undefined;
  let readyCount = 0;
  for (const arg of args) {
    if (arg == null) continue;
    if (!isCase(arg))
      return rejectedWith(new InvalidArgumentError("select takes cases: onReceive, onSend, otherwise"));
    if (arg.op === "otherwise") {
      if (fallback !== undefined) return rejectedWith(new InvalidArgumentError("select takes one otherwise"));
      fallback = arg;
    } else if (isReady(arg)) {
      readyCount += 1;
      // Each new ready case replaces the choice with probability 1/n: uniform, in one pass.
      if (readyCount === 1 || Math.random() * readyCount < 1) chosen = arg;
    }
  }

  chosen ??= fallback;
  if (chosen === undefined) return new Selection(args as MaybeCase[], cancel).promise;
  for (const arg of args) if (arg != null && arg !== chosen) (arg as Case<unknown>).channel?.forsaken();
  return proceed(chosen);
}

/**
 * The case that is chosen when no other is ready: Go's `default`. A select with it never waits.
 *
 * @param handler Its result is the select's.
 */
export function otherwise(): Case<undefined>;
export function otherwise<R>(handler: () => R): Case<R>;
export function otherwise(handler?: () => unknown): Case<unknown> {
  return new Case("otherwise", undefined, undefined, handler);
}

/** By its shape, not its class: a program may have loaded this library twice, as ESM and as CommonJS. */
function isCase(arg: Case<unknown> | Cancel): arg is Case<unknown> {
  return typeof (arg as Partial<Case<unknown>>).op === "string";
}

function isReady({ op, channel }: Case<unknown>): boolean {
  if (channel === undefined) return false;
  return op === "send" ? channel.sendReady : channel.receiveReady;
}

/** Carries out a case that is ready. */
function proceed({ op, channel, value, handler }: Case<unknown>): Promise<unknown> {
  try {
    let received: unknown;
    let ok = false;
    if (op === "send") channel?.put(value);
    else if (channel?.pending === true) {
      received = channel.take();
      ok = true;
    }
    if (handler !== undefined) return settledWith(handler(received, ok));
    return op === "receive" ? settledWith(received) : settled();
  } catch (error) {
    return rejectedWith(error);
  }
}

/** A select that waits. Plain fields, as in `Waiter`: one is made for each. */
class Selection implements Contest, Cancellable {
  declare readonly promise: Promise<unknown>;
  /** The case that won, and what it received. */
  declare chosen: Case<unknown> | undefined;
  declare value: unknown;
  declare ok: boolean;
  declare private readonly resolve: (value: unknown) => void;
  declare private readonly reject: (reason: unknown) => void;
  declare private readonly cases: Case<unknown>[];
  /** One for each case, in the same order. */
  declare private readonly arms: Waiter[];
  declare private readonly handled: boolean;
  declare private readonly watch: Watch | undefined;

  constructor(cases: readonly MaybeCase[], cancel: Cancel | undefined) {
    const { promise, resolve, reject } = deferred();
    this.chosen = undefined;
    this.value = undefined;
    this.ok = false;
    this.resolve = resolve;
    this.reject = reject;
    this.cases = [];
    this.arms = [];
    let handled = false;
    for (const each of cases) {
      if (each?.channel === undefined) continue;
      this.cases.push(each);
      if (each.handler !== undefined) handled = true;
    }
    this.handled = handled;
    // A handler must run in the task of the select: in a reaction of its own, not inside the peer's call.
    this.promise = handled ? (promise as Promise<Selection>).then(runHandler) : promise;
    for (const each of this.cases) {
      const arm = new Waiter(each.value, false, this);
      this.arms.push(arm);
      each.channel?.join(arm, each.op === "send" ? "send" : "receive");
    }
    this.watch = cancel == null ? undefined : watch(cancel, this);
    if (probe.hasSubscribers) this.tell();
  }

  win(winner: Waiter, value: unknown, ok: boolean): void {
    this.chosen = this.end(winner);
    this.value = value;
    this.ok = ok;
    wake(this.resolve, this.handled ? this : value);
  }

  fail(winner: Waiter, error: unknown): void {
    this.end(winner);
    this.reject(error);
  }

  cancelled(reason: unknown): void {
    this.end(undefined);
    this.reject(reason);
  }

  /** Takes the other arms out of their lines. Returns the case of the winner, which has left its own. */
  private end(winner: Waiter | undefined): Case<unknown> | undefined {
    this.watch?.stop();
    const { arms } = this;
    let chosen: Case<unknown> | undefined;
    for (let index = 0; index < arms.length; index++) {
      const arm = arms[index];
      if (arm === winner) chosen = this.cases[index];
      else arm?.leave();
    }
    return chosen;
  }

  private tell(): void {
    publish({
      version: PROBE_VERSION,
      event: "wait",
      subject: undefined,
      op: "select",
      promise: this.promise,
      cases: this.cases.map(({ op, channel }) => ({
        subject: (channel as Selectable).subject,
        op: op === "send" ? "send" : "receive",
      })),
    });
  }
}

function runHandler({ chosen, value, ok }: Selection): unknown {
  return chosen?.handler === undefined ? value : chosen.handler(value, ok);
}
