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
import { type Place, type WaitQueue, giveUp } from "./waiter.js";

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
  const last = args[args.length - 1];
  let cancel: Cancel | undefined;
  if (last != null && !isCase(last)) {
    const refused = refusal(last);
    args.pop();
    if (refused !== undefined) {
      for (const arg of args) (arg as MaybeCase)?.channel?.forsaken();
      return refused;
    }
    cancel = last;
  }

  let chosen: Case<unknown> | undefined;
  let fallback: Case<unknown> | undefined;
  let readyCount = 0;
  let heeded = false;
  for (const arg of args) {
    if (arg == null) continue;
    if (!isCase(arg))
      return rejectedWith(new InvalidArgumentError("select takes cases: onReceive, onSend, otherwise"));
    if (arg.op === "otherwise") {
      if (fallback !== undefined) return rejectedWith(new InvalidArgumentError("select takes one otherwise"));
      fallback = arg;
      continue;
    }
    if (arg.channel?.heedful === true) heeded = true;
    if (isReady(arg)) {
      readyCount += 1;
      // Each new ready case replaces the choice with probability 1/n: uniform, in one pass.
      if (readyCount === 1 || Math.random() * readyCount < 1) chosen = arg;
    }
  }

  chosen ??= fallback;
  if (chosen === undefined) return new Selection(args as MaybeCase[], cancel).promise;
  if (heeded) {
    for (const arg of args) if (arg != null && arg !== chosen) (arg as Case<unknown>).channel?.forsaken();
  }
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

/** A select that waits. Like a place in line it is made for each, and no larger than it must be. */
class Selection implements Cancellable {
  declare readonly promise: Promise<unknown>;
  declare private resolve: (value: unknown) => void;
  declare private reject: (reason: unknown) => void;
  /** Its arms, each tied to the next. */
  declare private readonly arms: Arm | undefined;
  declare private readonly handled: boolean;
  declare private readonly watch: Watch | undefined;

  constructor(cases: readonly MaybeCase[], cancel: Cancel | undefined) {
    const promise = new Promise<unknown>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    let arms: Arm | undefined;
    let last: Arm | undefined;
    let handled = false;
    for (const each of cases) {
      if (each?.channel === undefined) continue;
      if (each.handler !== undefined) handled = true;
      const arm = new Arm(each, this);
      if (last === undefined) arms = arm;
      else last.sibling = arm;
      last = arm;
      each.channel.join(arm, each.op === "send" ? "send" : "receive");
    }
    this.arms = arms;
    this.handled = handled;
    // A handler must run in the task of the select: in a reaction of its own, not inside the peer's call.
    this.promise = handled ? (promise as Promise<Outcome>).then(runHandler) : promise;
    this.watch = cancel == null ? undefined : watch(cancel, this);
    if (probe.hasSubscribers) this.tell();
  }

  win(winner: Arm, value: unknown, ok: boolean): void {
    this.end(winner);
    wake(this.resolve, this.handled ? { chosen: winner.of, value, ok, then: undefined } : value);
  }

  fail(winner: Arm, error: unknown): void {
    this.end(winner);
    this.reject(error);
  }

  cancelled(reason: unknown): void {
    this.end(undefined);
    this.reject(reason);
  }

  /** Takes all arms out of their lines but the winner, which has left its own. */
  private end(winner: Arm | undefined): void {
    this.watch?.stop();
    for (let arm = this.arms; arm !== undefined; arm = arm.sibling) if (arm !== winner) giveUp(arm);
  }

  private tell(): void {
    const cases: { subject: object; op: "send" | "receive" }[] = [];
    for (let arm = this.arms; arm !== undefined; arm = arm.sibling) {
      const { channel, op } = arm.of;
      cases.push({ subject: (channel as Selectable).subject, op: op === "send" ? "send" : "receive" });
    }
    const { promise } = this;
    publish({ version: PROBE_VERSION, event: "wait", subject: undefined, op: "select", promise, cases });
  }
}

/** One case of a select that waits. */
class Arm implements Place {
  declare queue: WaitQueue | undefined;
  declare next: Place | undefined;
  declare previous: Place | undefined;
  declare sibling: Arm | undefined;
  declare readonly value: unknown;
  declare readonly of: Case<unknown>;
  declare private readonly selection: Selection;

  constructor(of: Case<unknown>, selection: Selection) {
    this.queue = undefined;
    this.next = undefined;
    this.previous = undefined;
    this.sibling = undefined;
    this.value = of.value;
    this.of = of;
    this.selection = selection;
  }

  get promise(): Promise<unknown> {
    return this.selection.promise;
  }

  serve(value: unknown, ok: boolean): void {
    this.selection.win(this, value, ok);
  }

  fail(error: unknown): void {
    this.selection.fail(this, error);
  }
}

/** Says that it is no promise, which a promise that is resolved with it asks, and is slower to find out. */
interface Outcome {
  readonly chosen: Case<unknown>;
  readonly value: unknown;
  readonly ok: boolean;
  readonly then: undefined;
}

function runHandler({ chosen, value, ok }: Outcome): unknown {
  return chosen.handler === undefined ? value : chosen.handler(value, ok);
}
