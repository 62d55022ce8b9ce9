/**
 * Where a debugger is to stop, asked for by its inspector: operations on channels that have a name.
 *
 * What is told of an operation is told within it, below the user's own line. So a debugger that has a breakpoint in the
 * function which is called then stops at that very line: it passes over the files of the tracer and the library.
 */
import type inspectorModule from "node:inspector";
import { createRequire } from "node:module";
import type { ProbeMessage } from "../runtime/probe.js";
import { AT_END, AT_PANIC, type StopRequest, type StopRule, type StopWhen } from "../wire/index.js";
import { nameOf, stateOf, type PrimitiveInfo } from "./primitive-info.js";

type Operation = Extract<ProbeMessage, { event: "wait" | "operate" }>;

export class Stops {
  #rules: readonly StopRule[] = [];
  #atEnd = false;
  #atPanic = false;
  #panics = 0;
  #log: (words: string) => void = () => undefined;

  /** A request of the inspector's, which is none of the tracer's other ones. */
  get armed(): boolean {
    return this.#rules.length > 0;
  }

  readonly asked = (what: unknown): void => {
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
    if (this.#atEnd && tasksLeft > 0) stopHere(AT_END);
  }

  /** An error of misuse has been told that nobody handled. */
  panicked(): void {
    this.#panics++;
    if (this.#atPanic) stopHere(`${AT_PANIC}${this.#panics}`);
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
