import { isDuration } from "./argument.js";
import { Chan } from "./channel.js";
import type { ReceiveChannel } from "./channel-types.js";
import { InvalidArgumentError } from "./errors.js";
import { type PrimitiveState, PROBE_VERSION, probe, publish } from "./probe.js";
import { startTimer, type Timer } from "./timer.js";

/**
 * A clock that ticks on a channel: Go's `time.Ticker`. While a tick waits to be
 * received the ticks after it are dropped: a slow reader finds one, not a heap of them.
 *
 * It keeps the process alive until it is stopped.
 */
export class Ticker {
  /**
   * Gives the time of each tick, in milliseconds since 1970. It never closes; as since Go 1.23 its `length` and
   * `capacity` are 0.
   */
  readonly channel: ReceiveChannel<number>;
  readonly #ticks: TickChannel;

  /**
   * @param ms Milliseconds from tick to tick, above 0; fractions count.
   * @param name What observers call it.
   * @throws {InvalidArgumentError} `ms` is no such number.
   */
  constructor(ms: number, name?: string) {
    mustBePeriod(ms);
    this.channel = this.#ticks = new TickChannel(ms, name);
  }

  get name(): string | undefined {
    return this.channel.name;
  }

  /** Ends the ticking. A tick that nobody has received is gone, as since Go 1.23. The channel does not close. */
  stop(): void {
    this.#ticks.stop();
  }

  /**
   * Begins anew with another period: the next tick comes when it has passed. A tick that nobody has received is
   * gone. Starts a ticker that was stopped.
   *
   * @throws {InvalidArgumentError} `ms` is no number above 0.
   */
  reset(ms: number): void {
    mustBePeriod(ms);
    this.#ticks.stop();
    this.#ticks.start(ms);
  }
}

class TickChannel extends Chan<number> {
  #timer: Timer | undefined = undefined;
  #tick: number | undefined = undefined;

  constructor(ms: number, name: string | undefined) {
    super(0, name, undefined, Ticker);
    if (probe.hasSubscribers) {
      publish({
        version: PROBE_VERSION,
        event: "create",
        subject: this,
        kind: "ticker",
        name,
        capacity: 0,
        state,
        caller: Ticker,
        periodMs: ms,
      });
    }
    this.start(ms);
  }

  override get pending(): boolean {
    return this.#tick !== undefined;
  }

  override take(): number {
    const tick = this.#tick as number;
    this.#tick = undefined;
    this.tell("receive", undefined);
    return tick;
  }

  start(ms: number): void {
    let due = performance.now() + ms;
    const fire = (): void => {
      // By the plan, not from when this one came, so that being late does not add up; what is missed is left out.
      const late = performance.now() - due;
      due += ms * (late > 0 ? 1 + Math.floor(late / ms) : 1);
      this.#timer = startTimer(due - performance.now(), fire);
      this.#give(Date.now());
    };
    this.#timer = startTimer(ms, fire);
  }

  stop(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#tick = undefined;
  }

  #give(now: number): void {
    const receiver = this.receivers.shift();
    if (receiver === undefined) {
      // The first tick that was missed stays, as in Go.
      this.#tick ??= now;
      return;
    }
    this.tell("receive", receiver.promise);
    receiver.serve(now, true);
  }
}

function mustBePeriod(ms: unknown): void {
  if (!isDuration(ms) || ms <= 0) {
    throw new InvalidArgumentError(`a ticker takes a number of milliseconds above 0, not ${String(ms)}`);
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as TickChannel).pending ? 1 : 0, closed: false };
}
