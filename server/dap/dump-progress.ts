/** What is told while a dump is taken: as the protocol's progress, where the client shows that. */
import { ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Progress } from "../dump/dump.js";
import type { ProcessFacts } from "../dump/inside/visitor.js";
import { describeDuration } from "../model/words.js";
import { outputEvent } from "./console-words.js";

const ID = "sluice-dump";

/** Each one is drawn. */
const EVERY_MS = 250;

export class DumpProgress implements Progress {
  readonly #send: (event: DebugProtocol.Event) => void;
  readonly #shown: boolean;
  #toldMs = 0;

  /** @param shown the client has said that it shows progress */
  constructor(pid: number, shown: boolean, send: (event: DebugProtocol.Event) => void) {
    this.#send = send;
    this.#shown = shown;
    if (shown) send(new ProgressStartEvent(ID, `Sluice: dumping process ${pid}`));
  }

  begins({ heapBytes }: ProcessFacts, pauseMs: number): void {
    this.#tell(`it pauses for about ${describeDuration(pauseMs)} (${megabytes(heapBytes)} of heap)`);
  }

  places(asked: number, of: number): void {
    this.#tellNowAndThen(
      `asked ${asked.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} promises where they are awaited`,
    );
  }

  snapshot(bytes: number): void {
    this.#tellNowAndThen(`heap snapshot: ${megabytes(bytes)}`);
  }

  locals(looked: number, of: number): void {
    this.#tellNowAndThen(`read the variables of ${looked} of ${of} tasks`);
  }

  busy(seconds: number): void {
    this.#tell(`its main thread is busy; waiting until it comes to rest (${seconds} s)`);
  }

  blocked(seconds: number): void {
    this.#tell(`it does not answer: its main thread is blocked (${seconds} s)`);
  }

  portHeld(port: number, holder: string): void {
    this.#tell(`port ${port} is held by the inspector of ${holder}; waiting until it is free`);
  }

  leftOpen(port: number): void {
    const text = `The inspector that the dump had opened could not be closed again, and is open at port ${port}.`;
    this.#send(outputEvent({ text, site: null }, "stderr"));
  }

  end(): void {
    if (this.#shown) this.#send(new ProgressEndEvent(ID));
  }

  #tellNowAndThen(message: string): void {
    if (performance.now() - this.#toldMs >= EVERY_MS) this.#tell(message);
  }

  #tell(message: string): void {
    if (!this.#shown) return;
    this.#toldMs = performance.now();
    this.#send(new ProgressUpdateEvent(ID, message));
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
