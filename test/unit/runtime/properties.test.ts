/**
 * Random programs of sends, receives, closes, selects and cancels, run against the library and against the model of
 * a channel side by side: after each step every operation must stand as the model says.
 *
 * `SLUICE_PROGRAMS=100000` runs that many; `SLUICE_SEED` repeats a run. A hundred thousand ran of each of the seeds
 * 20261124 and 20261125, the latter on Node 20 and 24, without a difference.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Channel, chan, select } from "../../../tracer/runtime/index.js";
import { settle } from "./support.js";
import { Model, type ModelCase, type Operation, type Outcome } from "./model.js";

const programs = Number(process.env["SLUICE_PROGRAMS"] ?? 3000);
const seed = Number(process.env["SLUICE_SEED"] ?? 20261124);

/** Channels and operations are named by numbers, taken modulo how many there are. */
type Step =
  | { readonly do: "send" | "trySend" | "receive" | "next" | "tryReceive" | "close"; readonly on: number }
  | {
      readonly do: "select";
      readonly cases: readonly { readonly op: "send" | "receive"; readonly on: number }[];
    }
  | { readonly do: "cancel"; readonly which: number };

const on = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("send", "receive", "next"), on }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("trySend", "tryReceive"), on }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close"), on }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("select"),
      cases: fc.array(fc.record({ op: fc.constantFrom("send", "receive"), on }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel"), which: fc.nat() }) },
);
const program = fc.record({
  capacities: fc.array(fc.constantFrom(0, 0, 1, 2, 5), { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
});

/** An operation of the library, beside the model's. */
interface Running {
  readonly expected: Operation;
  readonly abort: AbortController;
  actual: Outcome;
}

class Bench {
  readonly running: Running[] = [];
  readonly #channels: Channel<number>[];
  readonly #model: Model;
  #values = 0;

  constructor(capacities: readonly number[]) {
    this.#channels = capacities.map((capacity) => chan<number>(capacity));
    this.#model = new Model(capacities);
  }

  take(step: Step): void {
    switch (step.do) {
      case "cancel": {
        const one = this.running[step.which % Math.max(1, this.running.length)];
        if (one === undefined) return;
        one.abort.abort("cancelled");
        this.#model.cancel(one.expected);
        return;
      }
      case "close": {
        const index = step.on % this.#channels.length;
        if (this.#model.close(index)) this.#channels[index]!.close();
        else assert.throws(() => this.#channels[index]!.close());
        return;
      }
      case "select":
        this.#select(step.cases.map(({ op, on }) => this.#case(op, on)));
        return;
      case "trySend":
      case "tryReceive":
        this.#attempt(this.#case(step.do === "trySend" ? "send" : "receive", step.on));
        return;
      case "send":
      case "receive":
      case "next":
        this.#begin(this.#case(step.do === "send" ? "send" : "receive", step.on), step.do);
        return;
    }
  }

  /** Every channel as the model has it. */
  check(): void {
    this.#channels.forEach((channel, index) => {
      const { buffer, closed } = this.#model.channels[index]!;
      assert.deepEqual([channel.length, channel.closed], [buffer.length, closed]);
    });
    for (const { actual, expected } of this.running) assert.deepEqual(actual, expected.outcome);
  }

  #case(op: "send" | "receive", on: number): ModelCase {
    return { op, channel: on % this.#channels.length, value: this.#values++ };
  }

  #begin(one: ModelCase, how: "send" | "receive" | "next"): void {
    const channel = this.#channels[one.channel]!;
    const abort = new AbortController();
    const expected = this.#model.begin([one], this.#model.ready([one])[0]);
    if (how === "send") {
      this.#follow(
        expected,
        abort,
        channel.send(one.value, abort.signal).then(() => ({ kind: "sent" })),
      );
    } else if (how === "receive") {
      // Only `next` tells a value from the end; no value of a program is undefined.
      const received = channel.receive(abort.signal);
      this.#follow(
        expected,
        abort,
        received.then((value) => ({ kind: "received", value, ok: value !== undefined })),
      );
    } else {
      const next = channel.next(abort.signal);
      this.#follow(
        expected,
        abort,
        next.then(({ value, done }) => ({ kind: "received", value, ok: done !== true })),
      );
    }
  }

  #attempt(one: ModelCase): void {
    const channel = this.#channels[one.channel]!;
    const [choice] = this.#model.ready([one]);
    const expected = choice === undefined ? undefined : this.#model.begin([one], choice).outcome;
    if (one.op === "receive") {
      const result = channel.tryReceive();
      if (expected === undefined) assert.equal(result, undefined);
      else assert.deepEqual({ kind: "received", value: result?.value, ok: result?.done === false }, expected);
    } else if (expected?.kind === "failed") assert.throws(() => channel.trySend(one.value));
    else assert.equal(channel.trySend(one.value), expected !== undefined);
  }

  /** The model is told which case was chosen, which must have been ready. */
  #select(cases: readonly ModelCase[]): void {
    const ready = this.#model.ready(cases);
    const abort = new AbortController();
    let chosen: number | undefined;
    const before = this.#channels.map((channel) => [channel.length, channel.closed]);
    const selected = select(
      ...cases.map(({ op, channel, value }, index) =>
        op === "send"
          ? this.#channels[channel]!.onSend(value, (): Outcome => {
              chosen = index;
              return { kind: "sent" };
            })
          : this.#channels[channel]!.onReceive((received, ok): Outcome => {
              chosen = index;
              return { kind: "received", value: received, ok };
            }),
      ),
      abort.signal,
    );
    if (ready.length === 0) assert.equal(chosen, undefined);
    else if (chosen !== undefined) assert.ok(ready.includes(chosen));
    // A send on a closed channel has no handler to call: whichever such case it was, the outcome is the same.
    else
      chosen = ready.find(
        (index) => cases[index]!.op === "send" && before[cases[index]!.channel]![1] === true,
      );
    assert.equal(chosen === undefined, ready.length === 0);
    this.#follow(this.#model.begin(cases, chosen), abort, selected);
  }

  #follow(expected: Operation, abort: AbortController, result: Promise<Outcome>): void {
    const running: Running = { expected, abort, actual: { kind: "waiting" } };
    this.running.push(running);
    result.then(
      (outcome) => (running.actual = outcome),
      (error: unknown) => (running.actual = { kind: error === "cancelled" ? "cancelled" : "failed" }),
    );
  }
}

describe("random programs", () => {
  it(`agree with the model of a channel (${programs} programs, seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(program, async ({ capacities, steps }) => {
        const bench = new Bench(capacities);
        for (const each of steps) {
          bench.take(each);
          await settle();
          bench.check();
        }
      }),
      { numRuns: programs, seed },
    );
  });

  it("agree with it too when nothing runs in between", async () => {
    await fc.assert(
      fc.asyncProperty(program, async ({ capacities, steps }) => {
        const bench = new Bench(capacities);
        for (const each of steps) bench.take(each);
        await settle();
        bench.check();
      }),
      { numRuns: programs, seed },
    );
  });

  it("lose, duplicate and reorder nothing, however tasks come and go", async () => {
    const tasks = fc.record({
      capacity: fc.nat({ max: 4 }),
      senders: fc.integer({ min: 1, max: 4 }),
      receivers: fc.integer({ min: 1, max: 4 }),
      each: fc.integer({ min: 1, max: 12 }),
      cancels: fc.array(fc.nat({ max: 30 }), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(tasks, async ({ capacity, senders, receivers, each, cancels }) => {
        const ch = chan<readonly [sender: number, n: number]>(capacity);
        const sent: (readonly [number, number])[] = [];
        const received: (readonly [number, number])[] = [];
        let operations = 0;
        const sending = Array.from({ length: senders }, async (_, sender) => {
          for (let n = 0; n < each; n++) {
            const value = [sender, n] as const;
            try {
              await ch.send(value, cancelAt(cancels, operations++));
              sent.push(value);
            } catch (error) {
              assert.equal(error, "cancelled");
            }
          }
        });
        const receiving = Array.from({ length: receivers }, async () => {
          for (;;) {
            try {
              const { value, done } = await ch.next(cancelAt(cancels, operations++));
              if (done === true) return;
              received.push(value);
            } catch (error) {
              assert.equal(error, "cancelled");
            }
          }
        });
        await Promise.all(sending);
        ch.close();
        await Promise.all(receiving);
        for (let sender = 0; sender < senders; sender++) {
          const from = (values: typeof sent): number[] =>
            values.filter(([s]) => s === sender).map(([, n]) => n);
          assert.deepEqual(from(received), from(sent));
        }
        assert.equal(received.length, sent.length);
      }),
      { numRuns: Math.ceil(programs / 3), seed },
    );
  });
});

/** A signal that fires a few turns after the operations with these numbers began. */
function cancelAt(cancels: readonly number[], operation: number): AbortSignal | undefined {
  if (!cancels.includes(operation)) return undefined;
  const abort = new AbortController();
  void Promise.resolve()
    .then(() => {})
    .then(() => abort.abort("cancelled"));
  return abort.signal;
}
