import {
  FORMAT_VERSION,
  HEADER_FIXED_BYTES,
  MAGIC,
  MAX_RECORD_WORDS,
  PRIMITIVE_KINDS,
  RecordKind,
  WAIT_OPS,
  type Header,
} from "./format.js";
import type { WireFrame, WireRecord } from "./records.js";

const UNSIGNED_32 = 0x1_0000_0000;

/** Why a recording cannot be read. The message is one line, fit to be shown. */
export class RecordingError extends Error {
  override name = "RecordingError";
}

/**
 * Decodes a recording that arrives in pieces. Give it the bytes as they come; it returns the records that are
 * complete, and keeps the rest for the next piece.
 */
export class RecordReader {
  #pending: Uint8Array = new Uint8Array(0);
  #headerRead = false;
  readonly #decoder = new TextDecoder();
  readonly #strings: string[] = [""];
  readonly #frames: WireFrame[] = [];
  readonly #stacks: (readonly WireFrame[])[] = [[]];

  /** @throws {RecordingError} when the bytes are no recording, of another version, or damaged. */
  push(bytes: Uint8Array): WireRecord[] {
    const input = concat(this.#pending, bytes);
    const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
    const records: WireRecord[] = [];
    let offset = 0;
    if (!this.#headerRead) {
      const header = this.#readHeader(input, view);
      if (header === null) {
        this.#pending = new Uint8Array(input);
        return records;
      }
      records.push({ kind: "header", header: header.header });
      offset = header.end;
      this.#headerRead = true;
    }
    while (offset + 4 <= input.byteLength) {
      const head = view.getUint32(offset, true);
      const words = head >>> 8;
      if (words === 0 || words > MAX_RECORD_WORDS) throw damaged();
      if (offset + words * 4 > input.byteLength) break;
      const record = this.#readRecord(head & 0xff, new Fields(input, view, offset + 4, words - 1));
      if (record !== null) records.push(record);
      offset += words * 4;
    }
    // A copy: the caller may use its buffer again, and `slice` of a Buffer is a view.
    this.#pending = new Uint8Array(input.subarray(offset));
    return records;
  }

  /** Bytes of an unfinished record: not 0 after the last piece means that the recording was cut off. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  #readHeader(input: Uint8Array, view: DataView): { header: Header; end: number } | null {
    if (input.length === 0) return null;
    for (let i = 0; i < MAGIC.length && i < input.length; i++) {
      if (input[i] !== MAGIC[i]) throw new RecordingError("not a Sluice recording");
    }
    if (input.length < MAGIC.length + 4) return null;
    const version = view.getUint32(8, true);
    if (version !== FORMAT_VERSION) {
      throw new RecordingError(
        `the recording has format ${version}, this Sluice reads format ${FORMAT_VERSION}: use the same version for both`,
      );
    }
    if (input.length < HEADER_FIXED_BYTES) return null;
    const length = view.getUint32(HEADER_FIXED_BYTES - 4, true);
    if (length > MAX_RECORD_WORDS) throw damaged();
    const end = HEADER_FIXED_BYTES + ((length + 3) & ~3);
    if (input.length < end) return null;
    const json = this.#decoder.decode(input.subarray(HEADER_FIXED_BYTES, HEADER_FIXED_BYTES + length));
    return { header: parseHeader(json), end };
  }

  /** Null for records that only define what others name, and for kinds that this version does not know. */
  #readRecord(kind: number, fields: Fields): WireRecord | null {
    switch (kind) {
      case RecordKind.string:
        this.#strings[fields.word()] = fields.text(this.#decoder);
        return null;
      case RecordKind.frame:
        this.#frames[fields.word()] = {
          function: this.#string(fields.word()),
          file: this.#string(fields.word()),
          line: fields.word(),
          column: fields.word(),
        };
        return null;
      case RecordKind.stack:
        this.#stacks[fields.word()] = fields.rest().flatMap((id) => this.#frame(id) ?? []);
        return null;
      case RecordKind.sourceMap:
        return {
          kind: "sourceMap",
          file: this.#string(fields.word()),
          json: fields.text(this.#decoder),
        };
      case RecordKind.start:
        return {
          kind: "start",
          id: fields.word(),
          parent: fields.idOrNull(),
          flags: fields.word(),
          name: this.#string(fields.word()),
          created: this.#stack(fields.word()),
          timeUs: fields.long(),
        };
      case RecordKind.describe:
        return {
          kind: "describe",
          id: fields.word(),
          flags: fields.word(),
          name: this.#string(fields.word()),
        };
      case RecordKind.wait:
        return this.#readWait(fields);
      case RecordKind.resume:
        return { kind: "resume", id: fields.word(), timeUs: fields.long() };
      case RecordKind.end:
        return { kind: "end", id: fields.word(), failed: fields.word() === 1, timeUs: fields.long() };
      case RecordKind.primitive:
        return {
          kind: "primitive",
          id: fields.word(),
          primitiveKind: nameOf(PRIMITIVE_KINDS, fields.word()),
          name: this.#string(fields.word()),
          capacity: capacityOf(fields.word()),
          created: this.#stack(fields.word()),
          maker: fields.idOrNull(),
          parent: fields.idOrNull(),
          deadlineMs: fields.long(),
        };
      case RecordKind.primitiveState:
        return {
          kind: "primitiveState",
          id: fields.word(),
          length: fields.word(),
          closed: fields.word() === 1,
          waiting: fields.word(),
          holders: fields.rest(),
        };
      case RecordKind.collected:
        return { kind: "collected", id: fields.word(), timeUs: fields.long() };
      case RecordKind.misuse:
        return {
          kind: "misuse",
          code: this.#string(fields.word()),
          message: this.#string(fields.word()),
          stack: this.#stack(fields.word()),
          timeUs: fields.long(),
        };
      case RecordKind.running:
        return {
          kind: "running",
          id: fields.idOrNull(),
          stack: this.#stack(fields.word()),
          timeUs: fields.long(),
        };
      case RecordKind.lockOrder:
        return {
          kind: "lockOrder",
          id: fields.word(),
          held: fields.word(),
          taken: fields.word(),
          site: this.#frameOrNull(fields.word()),
          timeUs: fields.long(),
          gates: fields.rest(),
        };
      case RecordKind.ties: {
        const id = fields.word();
        const userCount = fields.word();
        const calls = fields.rest();
        if (userCount > calls.length) throw damaged();
        return { kind: "ties", id, users: calls.slice(0, userCount), owing: calls.slice(userCount) };
      }
      case RecordKind.flow: {
        const id = fields.word();
        const puts = fields.long();
        const takes = fields.long();
        const putterCount = fields.word();
        const calls = fields.rest();
        if (putterCount > calls.length) throw damaged();
        const [putters, takers] = [calls.slice(0, putterCount), calls.slice(putterCount)];
        return { kind: "flow", id, puts, takes, putters, takers };
      }
      case RecordKind.handoff:
        return {
          kind: "handoff",
          primitive: fields.idOrNull(),
          from: fields.word(),
          to: fields.word(),
          fromUs: fields.long(),
          timeUs: fields.long(),
        };
      case RecordKind.stall:
        return {
          kind: "stall",
          timeUs: fields.long(),
          blockedMs: fields.word(),
          id: fields.idOrNull(),
          site: this.#frameOrNull(fields.word()),
        };
      case RecordKind.orphan:
        return { kind: "orphan", id: fields.word(), ended: fields.word() === 1, timeUs: fields.long() };
      case RecordKind.gone:
        return { kind: "gone", id: fields.word() };
      case RecordKind.note:
        return { kind: "note", text: this.#string(fields.word()) };
      case RecordKind.counters:
        return {
          kind: "counters",
          timeUs: fields.long(),
          tasksStarted: fields.long(),
          tasksLive: fields.long(),
          channelOps: fields.long(),
          promises: fields.long(),
          dropped: fields.long(),
        };
      case RecordKind.exit:
        return { kind: "exit", timeUs: fields.long(), code: fields.word() | 0, flags: fields.word() };
      case RecordKind.piece:
        return { kind: "piece", of: fields.word(), bytes: fields.bytes() };
      default:
        return null;
    }
  }

  #readWait(fields: Fields): WireRecord {
    const id = fields.word();
    const op = nameOf(WAIT_OPS, fields.word());
    const flags = fields.word();
    const siteId = fields.word();
    const timeUs = fields.long();
    const delayMs = fields.word();
    const members = fields.word();
    const callCount = fields.word();
    const primitiveCount = fields.word();
    const targets = fields.rest();
    if (targets.length !== callCount + primitiveCount) throw damaged();
    return {
      kind: "wait",
      id,
      op,
      flags,
      site: this.#frameOrNull(siteId),
      timeUs,
      delayMs,
      members,
      calls: targets.slice(0, callCount),
      primitives: targets.slice(callCount),
    };
  }

  // A name whose definition was in a lost batch is told as unknown: the loss itself is in the counters.

  #string(id: number): string {
    return this.#strings[id] ?? "";
  }

  #frame(id: number): WireFrame | null {
    return this.#frames[id] ?? null;
  }

  #frameOrNull(id: number): WireFrame | null {
    return id === 0 ? null : this.#frame(id);
  }

  #stack(id: number): readonly WireFrame[] {
    return this.#stacks[id] ?? [];
  }
}

/** The fields of one record, read in order. Reading past its end is damage. */
class Fields {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, view: DataView, offset: number, words: number) {
    this.#bytes = bytes;
    this.#view = view;
    this.#offset = offset;
    this.#end = offset + words * 4;
  }

  word(): number {
    if (this.#offset + 4 > this.#end) throw damaged();
    const value = this.#view.getUint32(this.#offset, true);
    this.#offset += 4;
    return value;
  }

  idOrNull(): number | null {
    const id = this.word();
    return id === 0 ? null : id;
  }

  long(): number {
    const low = this.word();
    return low + this.word() * UNSIGNED_32;
  }

  text(decoder: InstanceType<typeof TextDecoder>): string {
    const length = this.word();
    if (this.#offset + length > this.#end) throw damaged();
    const text = decoder.decode(this.#bytes.subarray(this.#offset, this.#offset + length));
    this.#offset = this.#end;
    return text;
  }

  /** A copy: the piece that it came in may be used again. */
  bytes(): Uint8Array {
    const length = this.word();
    if (this.#offset + length > this.#end) throw damaged();
    const bytes = new Uint8Array(this.#bytes.subarray(this.#offset, this.#offset + length));
    this.#offset = this.#end;
    return bytes;
  }

  rest(): number[] {
    const words: number[] = [];
    while (this.#offset < this.#end) words.push(this.word());
    return words;
  }
}

function parseHeader(json: string): Header {
  try {
    // What a tracer of the same format version wrote; anything else fails the JSON parse or the version check.
    return JSON.parse(json) as Header;
  } catch {
    throw damaged();
  }
}

function nameOf<T>(names: readonly T[], index: number): T {
  return defined(names[index]);
}

/** An unlimited capacity is -1 on the wire. */
function capacityOf(word: number): number {
  return (word | 0) < 0 ? Infinity : word;
}

function defined<T>(value: T | undefined): T {
  if (value === undefined) throw damaged();
  return value;
}

function damaged(): RecordingError {
  return new RecordingError("the recording is damaged");
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
