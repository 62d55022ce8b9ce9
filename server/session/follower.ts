/**
 * Reads the recordings of a program while they are written, into a model: that of its main process, and those of the
 * workers and child processes that appear beside it.
 */
import { setTimeout as delay } from "node:timers/promises";
import { RecordReader, RecordingError, type WireRecord } from "../../tracer/wire/index.js";
import type { Unit } from "../model/tasks.js";
import { Tree } from "../model/tree.js";
import { RecordingTail } from "./recording-tail.js";
import { memberRecordings, removeRecording } from "./recordings.js";
import { SourceMaps } from "./source-maps.js";

const POLL_MS = 50;
const PIECE_BYTES = 1 << 20;

/** A worker or child process of the program. */
interface Member {
  readonly tail: RecordingTail;
  readonly intake: Intake;
  /** It was over before all of it was read. */
  done: boolean;
}

/** When an event loop turned last, as its tracer tells it: it changes as long as the loop turns. */
export interface LoopTurn {
  readonly unit: Unit;
  /** Milliseconds since the unit's start; 0 when it is not told. */
  readonly turned: number;
}

export class Follower {
  readonly #sourceMaps = new SourceMaps();
  readonly model = new Tree(this.#sourceMaps);
  /** How many workers and child processes could not be recorded. */
  unrecorded = 0;

  readonly #removes: boolean;
  readonly #untilMs: number;
  readonly #limit: Limit;
  readonly #buffer = Buffer.alloc(PIECE_BYTES);
  readonly #root: RecordingTail;
  readonly #members = new Map<string, Member>();
  /** Of a kept recording, which holds all of them. */
  readonly #pieces = new Map<number, { readonly reader: RecordReader; readonly intake: Intake }>();
  #error: Error | null = null;
  #following: Promise<void> | null = null;
  #stopped = new AbortController();

  /**
   * @param removes recordings of workers and child processes as soon as they are over and read
   * @param untilMs what is told of a later time is left unread
   */
  constructor(recording: string, { removes = false, untilMs = Infinity } = {}) {
    this.#root = new RecordingTail(recording, this.#buffer);
    this.#removes = removes;
    this.#untilMs = untilMs;
    this.#limit = new Limit(untilMs);
  }

  /** Of each event loop that is not over, when it turned last. */
  async turns(): Promise<LoopTurn[]> {
    const [main] = this.model.units;
    const followed = [
      { unit: main, tail: this.#root, done: this.model.exit !== null },
      ...[...this.#members.values()].map(({ intake: { unit }, tail, done }) => ({ unit, tail, done })),
    ];
    const turns: LoopTurn[] = [];
    for (const { unit, tail, done } of followed) {
      if (unit != null && !done) turns.push({ unit, turned: await tail.turned() });
    }
    return turns;
  }

  /** Why the recording cannot be read (any further), when it cannot. */
  get error(): Error | null {
    return this.#error ?? this.#root.error;
  }

  /** What is whole of each recording, the main process's first. */
  get recordings(): readonly RecordingTail[] {
    return [this.#root, ...[...this.#members.values()].map(({ tail }) => tail)];
  }

  /** Follows the recording, which need not be there yet, and calls back after each piece that it read. */
  start(onChange: () => void): void {
    this.#following = this.#follow(onChange);
  }

  /** The program is over: reads what is left. Afterwards the model is final. */
  async finish(): Promise<void> {
    await this.#halt();
    await this.#readOn();
    await this.#noteLosses();
    await this.#close();
    if (this.error === null && this.model.program === null) {
      this.#error = new RecordingError("the tracer wrote no recording: it could not start in the program");
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
    let changed = await this.#root.readOn((record) => this.#take(record));
    if (this.model.program === null) return changed;
    for (const path of await memberRecordings(this.#root.path)) {
      if (this.#members.has(path)) continue;
      const tail = new RecordingTail(path, this.#buffer);
      this.#members.set(path, { tail, intake: new Intake(this.model, this.#untilMs), done: false });
    }
    for (const member of this.#members.values()) changed = (await this.#readMember(member)) || changed;
    return changed;
  }

  async #readMember(member: Member): Promise<boolean> {
    if (member.done) return false;
    const { tail, intake } = member;
    const over = intake.unit !== null && this.model.isOver(intake.unit.id);
    const changed = await tail.readOn((record) => intake.take(record));
    if (over || tail.error !== null) await this.#finishMember(member);
    return changed;
  }

  async #finishMember(member: Member): Promise<void> {
    const { tail, intake } = member;
    member.done = true;
    intake.unit?.model.noteLoss((await tail.losses()).dropped);
    if (tail.error === null && intake.unit !== null) this.model.retire(intake.unit.id);
    await tail.close();
    if (this.#removes) await removeRecording(tail.path);
  }

  #take(record: WireRecord): void {
    if (record.kind === "piece") {
      let piece = this.#pieces.get(record.of);
      if (piece === undefined) {
        piece = { reader: new RecordReader(), intake: new Intake(this.model, this.#untilMs) };
        this.#pieces.set(record.of, piece);
      }
      for (const inner of piece.reader.push(record.bytes)) piece.intake.take(inner);
      return;
    }
    if (this.#limit.isPassedBy(record)) return;
    if (record.kind === "sourceMap") this.#sourceMaps.add(record.file, record.json);
    this.model.apply(record);
  }

  async #noteLosses(): Promise<void> {
    const { dropped, unrecorded } = await this.#root.losses();
    this.model.root.noteLoss(dropped);
    this.unrecorded = unrecorded;
    for (const { done, tail, intake } of this.#members.values()) {
      if (!done) intake.unit?.model.noteLoss((await tail.losses()).dropped);
    }
  }

  async #close(): Promise<void> {
    await this.#root.close();
    for (const { tail } of this.#members.values()) await tail.close();
  }
}

/** Up to when a recording is read. What comes after the first record of a later time was told later. */
class Limit {
  readonly #untilUs: number;
  #passed = false;

  constructor(untilMs: number) {
    this.#untilUs = untilMs * 1000;
  }

  isPassedBy(record: WireRecord): boolean {
    if ("timeUs" in record && record.timeUs > this.#untilUs) this.#passed = true;
    return this.#passed;
  }
}

/** The records of one worker or child process on their way into the model. */
class Intake {
  unit: Unit | null = null;
  readonly #model: Tree;
  readonly #sourceMaps = new SourceMaps();
  readonly #untilMs: number;
  #limit: Limit;

  constructor(model: Tree, untilMs: number) {
    this.#model = model;
    this.#untilMs = untilMs;
    this.#limit = new Limit(untilMs);
  }

  take(record: WireRecord): void {
    if (record.kind === "header") {
      const startMs = this.#model.program?.startedAtMs ?? record.header.startedAtMs;
      this.#limit = new Limit(this.#untilMs - (record.header.startedAtMs - startMs));
    }
    if (this.#limit.isPassedBy(record)) return;
    if (record.kind === "sourceMap") this.#sourceMaps.add(record.file, record.json);
    if (record.kind === "header") this.unit = this.#model.join(record.header, this.#sourceMaps);
    else if (this.unit !== null) this.#model.applyTo(this.unit.id, record);
  }
}
