import { open, type FileHandle } from "node:fs/promises";
import {
  LOST_OFFSET,
  RecordReader,
  TURNED_OFFSET,
  UNRECORDED_OFFSET,
  type WireRecord,
} from "../../tracer/wire/index.js";

const PIECE_BYTES = 1 << 20;

/** What a recording tells in place, beside its records. */
export interface Losses {
  /** Records that could not be written. */
  readonly dropped: number;
  /** Units of the tree that could not record at all. */
  readonly unrecorded: number;
}

/** Reads one recording while it is written. */
export class RecordingTail {
  readonly path: string;
  /** Why it cannot be read any further, when it cannot. */
  error: Error | null = null;

  readonly #reader = new RecordReader();
  readonly #buffer: Buffer;
  #file: FileHandle | null = null;
  #read = 0;

  /** @param buffer to read into, shared by those that read one after the other */
  constructor(path: string, buffer: Buffer = Buffer.alloc(PIECE_BYTES)) {
    this.path = path;
    this.#buffer = buffer;
  }

  /** Reads all that is there. True when there was something. */
  async readOn(apply: (record: WireRecord) => void): Promise<boolean> {
    let some = false;
    try {
      this.#file ??= await open(this.path).catch(() => null);
      while (this.#file !== null && this.error === null) {
        const { bytesRead } = await this.#file.read(this.#buffer, 0, this.#buffer.length);
        if (bytesRead === 0) break;
        this.#read += bytesRead;
        for (const record of this.#reader.push(this.#buffer.subarray(0, bytesRead))) apply(record);
        some = true;
      }
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    return some;
  }

  /** As the tracer left it: the count in place is all that a full disk lets it tell. */
  async losses(): Promise<Losses> {
    return { dropped: await this.#wordAt(LOST_OFFSET), unrecorded: await this.#wordAt(UNRECORDED_OFFSET) };
  }

  /** When the loop turned last, as the tracer tells it in place; 0 when it tells no turns. */
  async turned(): Promise<number> {
    return this.#wordAt(TURNED_OFFSET);
  }

  async #wordAt(offset: number): Promise<number> {
    const word = new DataView(new ArrayBuffer(4));
    const { bytesRead = 0 } = (await this.#file?.read(word, 0, 4, offset).catch(() => undefined)) ?? {};
    return bytesRead < 4 ? 0 : word.getUint32(0, true);
  }

  /** Bytes of whole records: what follows was cut off. */
  get wholeBytes(): number {
    return this.#read - this.#reader.pendingBytes;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }
}
