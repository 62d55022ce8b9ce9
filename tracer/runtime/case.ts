import type { Place } from "./waiter.js";

/** What a select needs of a channel. */
export interface Selectable {
  /** What observers know it by. */
  readonly subject: object;
  /** Whether a send would not wait; so on a closed channel, where it fails. */
  readonly sendReady: boolean;
  /** Whether a receive would not wait; so on a closed channel. */
  readonly receiveReady: boolean;
  /** Whether there is a value to receive. */
  readonly pending: boolean;
  /** Sends at once, which `sendReady` has promised. */
  put(value: unknown): void;
  /** Receives at once, which `pending` has promised. */
  take(): unknown;
  /** Puts a waiting call, or an arm of a select, in line. */
  join(place: Place, op: "send" | "receive"): void;
  /** Whether it must be told by `forsaken`. */
  readonly heedful: boolean;
  /** A case was not chosen that never stood in line. */
  forsaken(): void;
}

/**
 * One case of a `select`: made by `onReceive`, `onSend` and `otherwise`, and of no other use. A case is a
 * description that nothing changes, so it may be made once and given to `select` again and again.
 */
export class Case<out R> {
  /** What the select resolves to if this case is chosen. Exists for the type checker alone. */
  declare readonly result: R;

  /** @internal */
  constructor(
    readonly op: "send" | "receive" | "otherwise",
    readonly channel: Selectable | undefined,
    readonly value: unknown,
    readonly handler: ((value: unknown, ok: boolean) => unknown) | undefined,
  ) {}
}
