/**
 * Where a debugger is to stop, asked for by its inspector: operations on channels that have a name.
 *
 * What is told of an operation is told within it, below the user's own line. So a debugger that has a breakpoint in the
 * function which is called then stops at that very line: it passes over the files of the tracer and the library.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type inspectorModule from "node:inspector";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import type { ProbeMessage } from "../runtime/probe.js";
import {
  ASK_CHANNEL,
  AT_END,
  AT_PANIC,
  type ShownRequest,
  type StopRequest,
  type StopRule,
  type StopWhen,
} from "../wire/index.js";
import { nameOf, stateOf, type PrimitiveInfo } from "./primitive-info.js";

type Operation = Extract<ProbeMessage, { event: "wait" | "operate" }>;

/** Nobody shows anything any more. */
const SHOWN_WITHIN_MS = 5000;
const LOOK_EVERY_MS = 10;

const now = performance.now.bind(performance);

export class Stops {
  #rules: readonly StopRule[] = [];
  #atEnd = false;
  #atPanic = false;
  #panics = 0;
  #awaitsShown = false;
  #log: (words: string) => void = () => undefined;

  /** A request of the inspector's, which is none of the tracer's other ones. */
  get armed(): boolean {
    return this.#rules.length > 0;
  }

  readonly asked = (what: unknown): void => {
    if (typeof what === "object" && what !== null && "shown" in what) {
      // While the tracer still listens as well, this is heard twice.
      if (this.#awaitsShown) (what as ShownRequest).stops = true;
      this.#awaitsShown = false;
      return;
    }
    if (typeof what !== "object" || what === null || !("stopAt" in what)) return;
    const request = what as StopRequest;
    this.#rules = request.stopAt;
    this.#atEnd = request.atEnd;
    this.#atPanic = request.atPanic;
    request.here = stopHere;
    // Not before somebody wants it: a Node may be without an inspector, and then nobody asks.
    const inspector = createRequire(__filename)("node:inspector") as typeof inspectorModule;
    this.#log = (words) => inspector.console.log(words);
  };

  /** The program has told its last word, and so many tasks are left. */
  ending(tasksLeft: number): void {
    if (!this.#atEnd || tasksLeft === 0) return;
    this.#untilShown();
    stopHere(AT_END);
  }

  /** An error of misuse has been told that nobody handled. */
  panicked(): void {
    this.#panics++;
    if (!this.#atPanic) return;
    this.#untilShown();
    stopHere(`${AT_PANIC}${this.#panics}`);
  }

  /**
   * None of the user's frames is on the stack, and a client stays with the stop that it shows first: so whoever follows has
   * read what has happened, and shown it, before the debugger tells of the stop. The inspector interrupts this.
   */
  #untilShown(): void {
    this.#awaitsShown = true;
    subscribe(ASK_CHANNEL, this.asked);
    const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const deadlineMs = now() + SHOWN_WITHIN_MS;
    while (this.#isAwaited() && now() < deadlineMs) Atomics.wait(cell, 0, 0, LOOK_EVERY_MS);
    unsubscribe(ASK_CHANNEL, this.asked);
    this.#awaitsShown = false;
  }

  /** By an interruption it may not be any more. */
  #isAwaited(): boolean {
    return this.#awaitsShown;
  }

  /** An operation that the program performs right now. */
  operated(info: PrimitiveInfo | undefined, { event, op }: Operation): void {
    if (info?.kind !== "channel") return;
    const subject = info.subject.deref();
    if (subject === undefined) return;
    const name = nameOf(info);
    const { length } = stateOf(info, subject);
    for (const rule of this.#rules) {
      if (rule.name !== name || !isAt(rule.when, info, { event, op }, length)) continue;
      const words = `${name} is ${rule.when} (${length}/${info.capacity})`;
      if (rule.logs) this.#log(words);
      else stopHere(words);
    }
  }
}

function isAt(
  when: StopWhen,
  { capacity }: PrimitiveInfo,
  { event, op }: Pick<Operation, "event" | "op">,
  length: number,
): boolean {
  const waits = event === "wait";
  if (when === "full") return op === "send" && (waits || (capacity > 0 && length >= capacity));
  if (when === "empty") return op === "receive" && (waits || length === 0);
  return op === "close";
}

/** The debugger has a breakpoint here. */
function stopHere(words: string): string {
  return words;
}
