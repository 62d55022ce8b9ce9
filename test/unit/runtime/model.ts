/**
 * A channel as the Go specification describes it, written to be read: values and waiting operations in arrays, no
 * promises, no short cuts. The property tests run random programs against it and against the library.
 */

/** How an operation stands. A receive's result is its `ok` and its value. */
export type Outcome =
  | { readonly kind: "waiting" }
  | { readonly kind: "sent" }
  | { readonly kind: "received"; readonly value: number | undefined; readonly ok: boolean }
  | { readonly kind: "failed" }
  | { readonly kind: "cancelled" };

export interface ModelCase {
  readonly op: "send" | "receive";
  readonly channel: number;
  readonly value: number;
}

/** An operation that was begun: one case, or the several of a select. */
export interface Operation {
  readonly cases: readonly ModelCase[];
  /** Which case was carried out. */
  chosen: number | undefined;
  outcome: Outcome;
}

interface ModelChannel {
  readonly capacity: number;
  readonly buffer: number[];
  closed: boolean;
}

export class Model {
  readonly channels: ModelChannel[];
  /** Every operation that waits, in the order in which they began. Each stands in line at each of its channels. */
  #waiting: Operation[] = [];

  constructor(capacities: readonly number[]) {
    this.channels = capacities.map((capacity) => ({ capacity, buffer: [], closed: false }));
  }

  /** Which of these cases could be carried out now. */
  ready(cases: readonly ModelCase[]): number[] {
    return cases.flatMap(({ op, channel }, index) => {
      const { buffer, capacity, closed } = this.#at(channel);
      const free =
        op === "send"
          ? closed || buffer.length < capacity || this.#first("receive", channel) !== undefined
          : closed || buffer.length > 0 || this.#first("send", channel) !== undefined;
      return free ? [index] : [];
    });
  }

  /**
   * Begins an operation.
   *
   * @param choice Which of the cases that are ready to carry out; undefined: none is, and it waits.
   */
  begin(cases: readonly ModelCase[], choice: number | undefined): Operation {
    const operation: Operation = { cases, chosen: undefined, outcome: { kind: "waiting" } };
    if (choice === undefined) this.#waiting.push(operation);
    else this.#carryOut(operation, choice);
    return operation;
  }

  cancel(operation: Operation): void {
    if (operation.outcome.kind !== "waiting") return;
    operation.outcome = { kind: "cancelled" };
    this.#leave(operation);
  }

  /** Returns whether it could be closed. */
  close(channel: number): boolean {
    const at = this.#at(channel);
    if (at.closed) return false;
    at.closed = true;
    for (const op of ["receive", "send"] as const) {
      for (let peer = this.#first(op, channel); peer !== undefined; peer = this.#first(op, channel)) {
        this.#end(
          peer,
          op === "receive" ? { kind: "received", value: undefined, ok: false } : { kind: "failed" },
        );
      }
    }
    return true;
  }

  #carryOut(operation: Operation, index: number): void {
    const { op, channel, value } = operation.cases[index]!;
    const at = this.#at(channel);
    operation.chosen = index;
    if (op === "send") {
      const receiver = this.#first("receive", channel);
      operation.outcome = at.closed ? { kind: "failed" } : { kind: "sent" };
      if (at.closed) return;
      if (receiver === undefined) at.buffer.push(value);
      else this.#end(receiver, { kind: "received", value, ok: true });
      return;
    }
    const sender = this.#first("send", channel);
    if (sender !== undefined) {
      at.buffer.push(sender.cases[sender.chosen!]!.value);
      this.#end(sender, { kind: "sent" });
    }
    const ok = at.buffer.length > 0;
    operation.outcome = { kind: "received", value: at.buffer.shift(), ok };
  }

  /** Who has waited longest for this on this channel; which of its cases that is goes into `chosen`. */
  #first(op: "send" | "receive", channel: number): Operation | undefined {
    for (const operation of this.#waiting) {
      const index = operation.cases.findIndex((each) => each.op === op && each.channel === channel);
      if (index < 0) continue;
      operation.chosen = index;
      return operation;
    }
    return undefined;
  }

  #end(operation: Operation, outcome: Outcome): void {
    operation.outcome = outcome;
    this.#leave(operation);
  }

  #leave(operation: Operation): void {
    this.#waiting = this.#waiting.filter((each) => each !== operation);
  }

  #at(channel: number): ModelChannel {
    return this.channels[channel]!;
  }
}
