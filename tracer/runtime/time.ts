import { isDuration, notADuration } from "./argument.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import { Chan } from "./channel.js";
import type { ReceiveChannel } from "./channel-types.js";
import { PROBE_VERSION, probe, publish } from "./probe.js";
import { startTimer, type Timer } from "./timer.js";
import { rejectedWith } from "./turn.js";
import { type Place, Waiter, WaitQueue } from "./waiter.js";

/**
 * Waits at least this long: Go's `time.Sleep`.
 *
 * @param ms Milliseconds; fractions count, `Infinity` is for ever. From 0 down the wait is over when the event
 *   loop comes round.
 * @throws {InvalidArgumentError} (as a rejection) `ms` is no number.
 * @throws The signal's reason (as a rejection), if it fires first. Then no timer is left.
 */
export function sleep(ms: number, cancel?: Cancel): Promise<void> {
  if (!isDuration(ms)) return rejectedWith(notADuration("sleep", ms));
  if (cancel != null) {
    const refused = refusal(cancel);
    if (refused !== undefined) return refused;
  }
  const waiter = new Waiter();
  const timer = startTimer(ms, () => {
    waiter.serve(undefined, true);
  });
  if (cancel != null) {
    // A line of one, whose owner hears of it when the sleeper gives up.
    new WaitQueue({ forsaken: () => timer.stop() }).push(waiter);
    waiter.watch = watch(cancel, waiter);
  }
  const promise = waiter.promise as Promise<void>;
  if (probe.hasSubscribers) {
    publish({ version: PROBE_VERSION, event: "wait", subject: undefined, op: "sleep", promise, delayMs: ms });
  }
  return promise;
}

/**
 * A channel that gives one value once this time has passed: Go's `time.After`. Whoever receives after that one
 * waits for ever; the channel does not close.
 *
 * The time runs from this call. While somebody waits, or nobody has waited yet, a timer of Node's runs with it
 * and keeps the process alive; when the last waiter gives up or loses its select, that timer is gone, and
 * returns if somebody waits again. As since Go 1.23, `length` and `capacity` are 0.
 *
 * @param ms Milliseconds; fractions count, `Infinity` is for ever.
 * @returns Its value is the time at which it was due to be received, in milliseconds since 1970.
 * @throws {InvalidArgumentError} `ms` is no number.
 */
export function after(ms: number, name?: string): ReceiveChannel<number> {
  if (!isDuration(ms)) throw notADuration("after", ms);
  return new TimerChannel(ms, name);
}

class TimerChannel extends Chan<number> {
  readonly #deadline: number;
  #timer: Timer | undefined;
  #state: "running" | "fired" | "spent" = "running";
  #firedAt = 0;

  constructor(ms: number, name: string | undefined) {
    super(0, name, "timer-channel", after);
    this.#deadline = performance.now() + ms;
    this.#start(ms);
  }

  /** The clock decides, not the timer, which may have been stopped or be late. */
  override get pending(): boolean {
    if (this.#state === "running" && performance.now() >= this.#deadline) this.#fire();
    return this.#state === "fired";
  }

  override take(): number {
    this.#state = "spent";
    this.tell("receive", undefined);
    return this.#firedAt;
  }

  override join(place: Place, op: "send" | "receive"): void {
    super.join(place, op);
    if (this.#state === "running" && this.#timer === undefined)
      this.#start(this.#deadline - performance.now());
  }

  override get heedful(): boolean {
    return true;
  }

  override forsaken(): void {
    if (this.receivers.first === undefined) this.#stop();
  }

  #start(ms: number): void {
    this.#timer = startTimer(ms, () => this.#fire());
  }

  #stop(): void {
    this.#timer?.stop();
    this.#timer = undefined;
  }

  #fire(): void {
    this.#stop();
    this.#state = "fired";
    this.#firedAt = Date.now();
    const receiver = this.receivers.shift();
    if (receiver === undefined) return;
    this.#state = "spent";
    this.tell("receive", receiver.promise);
    receiver.serve(this.#firedAt, true);
  }
}
