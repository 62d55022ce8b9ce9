/** What is told of primitives: what they are once, and their state, who has to do with them and what flowed each turn. */
import type { CallId, RecordWriter, WireFrame } from "../wire/index.js";
import type { ActiveCall } from "./active-call.js";
import { Flows } from "./flows.js";
import { taskOf } from "./held-locks.js";
import { LetGo } from "./let-go.js";
import { nameOf, stateOf, type PrimitiveInfo } from "./primitive-info.js";
import { Ties } from "./ties.js";

export interface PrimitiveJournalHost {
  tellSourceMap(frame: WireFrame): void;
  /** Ids of those calls that are told; each is told before it is named. */
  toldIds(calls: readonly ActiveCall[]): CallId[];
}

export class PrimitiveJournal {
  readonly #writer: RecordWriter;
  readonly #host: PrimitiveJournalHost;
  readonly #ties = new Ties();
  readonly #letGo = new LetGo();
  readonly #flows = new Flows();
  #changed: PrimitiveInfo[] = [];

  constructor(writer: RecordWriter, host: PrimitiveJournalHost) {
    this.#writer = writer;
    this.#host = host;
  }

  get quiet(): boolean {
    return this.#changed.length === 0 && this.#flows.quiet;
  }

  changed(info: PrimitiveInfo): void {
    this.#changed.push(info);
  }

  tellChanged(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const info of changed) {
      info.queued = false;
      if (info.told || (!info.transient && info.subject.deref() !== undefined)) this.#tell(info);
    }
  }

  /** A task is told to wait at these: what was not told of them yet is told before. */
  waitedAt(primitives: readonly PrimitiveInfo[]): void {
    this.#ties.waitedAt(primitives);
    for (const info of primitives) if (!info.told) this.#tell(info);
  }

  tellTies(): void {
    for (const ties of this.#ties.take()) this.#writer.ties(ties);
    for (const flow of this.#flows.take()) this.#writer.flow(flow);
  }

  /** Says which were collected. */
  tellGone(nowUs: number): void {
    for (const id of this.#letGo.next(nowUs)) this.#writer.gone({ id });
  }

  #tell(info: PrimitiveInfo): void {
    if (!info.told) this.#introduce(info);
    this.#ties.changed(info);
    this.#flows.changed(info);
    const subject = info.subject.deref();
    if (subject === undefined) return;
    const { length, closed, waiting = 0 } = stateOf(info, subject);
    // Who locks in a helper function holds the lock after that has returned.
    const tasks = new Set(info.holders.items().map(taskOf));
    const holders = info.handedOver ? [] : this.#host.toldIds([...tasks]);
    this.#writer.primitiveState({ id: info.id, length, closed, waiting, holders });
  }

  #introduce(info: PrimitiveInfo): void {
    for (const frame of info.created) this.#host.tellSourceMap(frame);
    const name = nameOf(info);
    const [maker = null] = info.maker === null ? [] : this.#host.toldIds([taskOf(info.maker)]);
    info.maker = null;
    this.#writer.primitive({ ...info, name, primitiveKind: info.kind, maker });
    info.told = true;
    this.#letGo.watch(info);
  }
}
