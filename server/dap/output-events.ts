import { OutputEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Writable } from "node:stream";
import type { OutputCategory, OutputSink } from "./target/spawned.js";

/** The program's output as events of the protocol. */
export class OutputEvents implements OutputSink {
  readonly #send: (event: DebugProtocol.Event) => void;
  readonly #stream: Writable | null;

  /** @param stream what the events are written to in the end, to know when it is full */
  constructor(send: (event: DebugProtocol.Event) => void, stream: Writable | null) {
    this.#send = send;
    this.#stream = stream;
  }

  write(category: OutputCategory, text: string): void {
    this.#send(new OutputEvent(text, category));
  }

  whenRoom(resume: () => void): boolean {
    if (this.#stream?.writableNeedDrain !== true) return true;
    this.#stream.once("drain", resume);
    return false;
  }
}
