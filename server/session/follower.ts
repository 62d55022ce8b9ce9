import { open, type FileHandle } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { RecordReader, RecordingError } from "../../tracer/wire/index.js";
import { Model } from "../model/model.js";
import { SourceMaps } from "./source-maps.js";

const POLL_MS = 50;
const PIECE_BYTES = 1 << 20;

/** Reads a recording while it is written, into a model. */
export class Follower {
  readonly #recording: string;
  readonly #sourceMaps = new SourceMaps();
  readonly #reader = new RecordReader();
  readonly #buffer = Buffer.alloc(PIECE_BYTES);
  readonly model = new Model(this.#sourceMaps);
  /** Why the recording cannot be read (any further), when it cannot. */
  error: Error | null = null;

  #file: FileHandle | null = null;
  #following: Promise<void> | null = null;
  #stopped = new AbortController();

  constructor(recording: string) {
    this.#recording = recording;
  }

  /** Follows the recording, which need not be there yet, and calls back after each piece that it read. */
  start(onChange: () => void): void {
    this.#following = this.#follow(onChange);
  }

  /** The program is over: reads what is left. Afterwards the model is final. */
  async finish(): Promise<void> {
    await this.#halt();
    await this.#readOn();
    await this.#close();
    if (this.error === null && this.model.program === null) {
      this.error = new RecordingError("the tracer wrote no recording: it could not start in the program");
    }
  }

  /** Stops following; the model stays as it is. */
  async stop(): Promise<void> {
    await this.#halt();
    await this.#close();
  }

  async #halt(): Promise<void> {
    this.#stopped.abort();
    await this.#following;
  }

  async #follow(onChange: () => void): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted && this.error === null) {
      if (await this.#readOn()) onChange();
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Reads all that is there. True when the model has changed. */
  async #readOn(): Promise<boolean> {
    let changed = false;
    try {
      this.#file ??= await open(this.#recording).catch(() => null);
      while (this.#file !== null && this.error === null) {
        const { bytesRead } = await this.#file.read(this.#buffer, 0, PIECE_BYTES);
        if (bytesRead === 0) break;
        this.#apply(this.#buffer.subarray(0, bytesRead));
        changed = true;
      }
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    return changed;
  }

  #apply(bytes: Uint8Array): void {
    for (const record of this.#reader.push(bytes)) {
      if (record.kind === "sourceMap") this.#sourceMaps.add(record.file, record.json);
      this.model.apply(record);
    }
  }

  async #close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }
}
