import {
  FORMAT_VERSION,
  HEADER_FIXED_BYTES,
  MAGIC,
  PRIMITIVE_KINDS,
  RecordKind,
  WAIT_OPS,
  type Header,
} from "./format.js";
import type {
  CollectedRecord,
  CountersRecord,
  DescribeRecord,
  EndRecord,
  ExitRecord,
  GoneRecord,
  HandoffRecord,
  LockOrderRecord,
  MisuseRecord,
  NoteRecord,
  OrphanRecord,
  PieceRecord,
  PrimitiveRecord,
  PrimitiveStateRecord,
  ResumeRecord,
  RunningRecord,
  StallRecord,
  StartRecord,
  TiesRecord,
  FlowRecord,
  WaitRecord,
  WireFrame,
} from "./records.js";

/** Where full batches go. Returns false when the batch could not be kept: its records are then counted as lost. */
export type Sink = (bytes: Uint8Array) => boolean;

const BATCH_BYTES = 64 * 1024;
const UNSIGNED_32 = 0x1_0000_0000;

/**
 * Encodes records into batches and hands them to a sink. It throws nothing and keeps no record that it was
 * given; strings and frames are interned for the life of the writer, bounded by the program's own source.
 */
export class RecordWriter {
  /** Records that the sink refused. */
  dropped = 0;

  readonly #sink: Sink;
  readonly #onLoss: (dropped: number) => void;
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(BATCH_BYTES);
  #words = new Int32Array(this.#bytes.buffer);
  #used = 0;
  #recordsInBatch = 0;
  readonly #strings = new Interned();
  readonly #frames = new Interned();
  readonly #stacks = new Interned();

  /** @param onLoss is told how many records are lost by now, whenever that changes. */
  constructor(sink: Sink, onLoss: (dropped: number) => void = () => undefined) {
    this.#sink = sink;
    this.#onLoss = onLoss;
  }

  header(header: Header): void {
    const json = this.#encoder.encode(JSON.stringify(header));
    const words = HEADER_FIXED_BYTES / 4 + wordsFor(json.length);
    this.#reserve(words);
    const start = this.#used * 4;
    this.#bytes.set(MAGIC, start);
    this.#words[this.#used + 2] = FORMAT_VERSION;
    this.#words[this.#used + 3] = 0;
    this.#words[this.#used + 4] = 0;
    this.#words[this.#used + 5] = 0;
    this.#words[this.#used + 6] = json.length;
    this.#bytes.set(json, start + HEADER_FIXED_BYTES);
    this.#used += words;
  }

  sourceMap(file: string, json: string): void {
    this.#text(RecordKind.sourceMap, this.#string(file), json);
  }

  start(record: Omit<StartRecord, "kind">): void {
    const name = this.#string(record.name);
    const created = this.#stack(record.created);
    this.#open(RecordKind.start, 7);
    this.#put(record.id);
    this.#put(record.parent ?? 0);
    this.#put(record.flags);
    this.#put(name);
    this.#put(created);
    this.#putTime(record.timeUs);
  }

  describe(record: Omit<DescribeRecord, "kind">): void {
    const name = this.#string(record.name);
    this.#open(RecordKind.describe, 3);
    this.#put(record.id);
    this.#put(record.flags);
    this.#put(name);
  }

  wait(record: Omit<WaitRecord, "kind">): void {
    const site = record.site === null ? 0 : this.#frame(record.site);
    const { calls, primitives } = record;
    this.#open(RecordKind.wait, 10 + calls.length + primitives.length);
    this.#put(record.id);
    this.#put(WAIT_OPS.indexOf(record.op));
    this.#put(record.flags);
    this.#put(site);
    this.#putTime(record.timeUs);
    this.#put(Math.min(record.delayMs, 0x7fffffff));
    this.#put(record.members);
    this.#put(calls.length);
    this.#put(primitives.length);
    for (const call of calls) this.#put(call);
    for (const primitive of primitives) this.#put(primitive);
  }

  resume(record: Omit<ResumeRecord, "kind">): void {
    this.#open(RecordKind.resume, 3);
    this.#put(record.id);
    this.#putTime(record.timeUs);
  }

  end(record: Omit<EndRecord, "kind">): void {
    this.#open(RecordKind.end, 4);
    this.#put(record.id);
    this.#put(record.failed ? 1 : 0);
    this.#putTime(record.timeUs);
  }

  primitive(record: Omit<PrimitiveRecord, "kind">): void {
    const name = this.#string(record.name);
    const created = this.#stack(record.created);
    this.#open(RecordKind.primitive, 9);
    this.#put(record.id);
    this.#put(PRIMITIVE_KINDS.indexOf(record.primitiveKind));
    this.#put(name);
    this.#put(Number.isFinite(record.capacity) ? record.capacity : -1);
    this.#put(created);
    this.#put(record.maker ?? 0);
    this.#put(record.parent ?? 0);
    this.#putTime(record.deadlineMs);
  }

  primitiveState(record: Omit<PrimitiveStateRecord, "kind">): void {
    this.#open(RecordKind.primitiveState, 4 + record.holders.length);
    this.#put(record.id);
    this.#put(record.length);
    this.#put(record.closed ? 1 : 0);
    this.#put(record.waiting);
    for (const holder of record.holders) this.#put(holder);
  }

  collected(record: Omit<CollectedRecord, "kind">): void {
    this.#open(RecordKind.collected, 3);
    this.#put(record.id);
    this.#putTime(record.timeUs);
  }

  misuse(record: Omit<MisuseRecord, "kind">): void {
    const code = this.#string(record.code);
    const message = this.#string(record.message);
    const stack = this.#stack(record.stack);
    this.#open(RecordKind.misuse, 5);
    this.#put(code);
    this.#put(message);
    this.#put(stack);
    this.#putTime(record.timeUs);
  }

  running(record: Omit<RunningRecord, "kind">): void {
    const stack = this.#stack(record.stack);
    this.#open(RecordKind.running, 4);
    this.#put(record.id ?? 0);
    this.#put(stack);
    this.#putTime(record.timeUs);
  }

  lockOrder(record: Omit<LockOrderRecord, "kind">): void {
    const site = record.site === null ? 0 : this.#frame(record.site);
    this.#open(RecordKind.lockOrder, 6 + record.gates.length);
    this.#put(record.id);
    this.#put(record.held);
    this.#put(record.taken);
    this.#put(site);
    this.#putTime(record.timeUs);
    for (const gate of record.gates) this.#put(gate);
  }

  ties(record: Omit<TiesRecord, "kind">): void {
    const { users, owing } = record;
    this.#open(RecordKind.ties, 2 + users.length + owing.length);
    this.#put(record.id);
    this.#put(users.length);
    for (const call of users) this.#put(call);
    for (const call of owing) this.#put(call);
  }

  flow(record: Omit<FlowRecord, "kind">): void {
    const { putters, takers } = record;
    this.#open(RecordKind.flow, 6 + putters.length + takers.length);
    this.#put(record.id);
    this.#putTime(record.puts);
    this.#putTime(record.takes);
    this.#put(putters.length);
    for (const call of putters) this.#put(call);
    for (const call of takers) this.#put(call);
  }

  handoff(record: Omit<HandoffRecord, "kind">): void {
    this.#open(RecordKind.handoff, 7);
    this.#put(record.primitive ?? 0);
    this.#put(record.from);
    this.#put(record.to);
    this.#putTime(record.fromUs);
    this.#putTime(record.timeUs);
  }

  note(record: Omit<NoteRecord, "kind">): void {
    const text = this.#string(record.text);
    this.#open(RecordKind.note, 1);
    this.#put(text);
  }

  stall(record: Omit<StallRecord, "kind">): void {
    const site = record.site === null ? 0 : this.#frame(record.site);
    this.#open(RecordKind.stall, 5);
    this.#putTime(record.timeUs);
    this.#put(Math.min(record.blockedMs, 0x7fffffff));
    this.#put(record.id ?? 0);
    this.#put(site);
  }

  orphan(record: Omit<OrphanRecord, "kind">): void {
    this.#open(RecordKind.orphan, 4);
    this.#put(record.id);
    this.#put(record.ended ? 1 : 0);
    this.#putTime(record.timeUs);
  }

  gone(record: Omit<GoneRecord, "kind">): void {
    this.#open(RecordKind.gone, 1);
    this.#put(record.id);
  }

  counters(record: Omit<CountersRecord, "kind" | "dropped">): void {
    this.#open(RecordKind.counters, 12);
    this.#putTime(record.timeUs);
    this.#putTime(record.tasksStarted);
    this.#putTime(record.tasksLive);
    this.#putTime(record.channelOps);
    this.#putTime(record.promises);
    this.#putTime(this.dropped);
  }

  exit(record: Omit<ExitRecord, "kind">): void {
    this.#open(RecordKind.exit, 4);
    this.#putTime(record.timeUs);
    this.#put(record.code);
    this.#put(record.flags);
  }

  piece(record: Omit<PieceRecord, "kind">): void {
    this.#open(RecordKind.piece, 2 + wordsFor(record.bytes.length));
    this.#put(record.of);
    this.#put(record.bytes.length);
    this.#bytes.set(record.bytes, this.#used * 4);
    this.#used += wordsFor(record.bytes.length);
  }

  /** Hands what is buffered to the sink. */
  flush(): void {
    if (this.#used === 0) return;
    if (!this.#sink(this.#bytes.subarray(0, this.#used * 4))) this.#countLoss();
    this.#used = 0;
    this.#recordsInBatch = 0;
  }

  /** What the lost batch defined must be defined anew, under other ids: a reader never sees a dangling one. */
  #countLoss(): void {
    this.dropped += this.#recordsInBatch;
    this.#onLoss(this.dropped);
    this.#strings.forget();
    this.#frames.forget();
    this.#stacks.forget();
  }

  #string(text: string): number {
    if (text === "") return 0;
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const id = this.#strings.add(text);
    this.#text(RecordKind.string, id, text);
    return id;
  }

  #frame(frame: WireFrame): number {
    const key = `${frame.line}:${frame.column}:${frame.function}:${frame.file}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const name = this.#string(frame.function);
    const file = this.#string(frame.file);
    const id = this.#frames.add(key);
    this.#open(RecordKind.frame, 5);
    this.#put(id);
    this.#put(name);
    this.#put(file);
    this.#put(frame.line);
    this.#put(frame.column);
    return id;
  }

  #stack(frames: readonly WireFrame[]): number {
    if (frames.length === 0) return 0;
    const ids = frames.map((frame) => this.#frame(frame));
    const key = ids.join(",");
    const known = this.#stacks.get(key);
    if (known !== undefined) return known;
    const id = this.#stacks.add(key);
    this.#open(RecordKind.stack, 1 + ids.length);
    this.#put(id);
    for (const frame of ids) this.#put(frame);
    return id;
  }

  /** A record of an id and a text: string and sourceMap. */
  #text(kind: number, id: number, text: string): void {
    const utf8 = this.#encoder.encode(text);
    this.#open(kind, 2 + wordsFor(utf8.length));
    this.#put(id);
    this.#put(utf8.length);
    this.#bytes.set(utf8, this.#used * 4);
    this.#used += wordsFor(utf8.length);
  }

  #open(kind: number, fields: number): void {
    this.#reserve(fields + 1);
    this.#recordsInBatch++;
    this.#put(kind | ((fields + 1) << 8));
  }

  #put(word: number): void {
    this.#words[this.#used++] = word;
  }

  #putTime(value: number): void {
    this.#put(value | 0);
    this.#put(Math.floor(value / UNSIGNED_32));
  }

  #reserve(words: number): void {
    if (this.#used + words <= this.#words.length) return;
    this.flush();
    if (words <= this.#words.length) return;
    this.#bytes = new Uint8Array(words * 4);
    this.#words = new Int32Array(this.#bytes.buffer);
  }
}

/** Ids of what was already defined in the recording. */
class Interned {
  readonly #ids = new Map<string, number>();
  #last = 0;

  get(key: string): number | undefined {
    return this.#ids.get(key);
  }

  add(key: string): number {
    this.#ids.set(key, ++this.#last);
    return this.#last;
  }

  forget(): void {
    this.#ids.clear();
  }
}

function wordsFor(bytes: number): number {
  return (bytes + 3) >> 2;
}
