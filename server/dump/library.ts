/**
 * Sluice's own primitives in a heap: who waits in line at which channel, lock or group. The library's classes are
 * ordinary objects there, whether or not anything was traced; `tracer/runtime/waiter.ts` tells how a line is made.
 */
import type { PrimitiveId, PrimitiveKindName, WaitOp } from "../../tracer/wire/index.js";
import type { ModelRecord } from "../model/dump-records.js";
import { classIds } from "./class-names.js";
import type { Shapes } from "./graph/shapes.js";
import type { Node, Snapshot } from "./snapshot/snapshot.js";
import { numberOf, stringOf } from "./wakers/values.js";

/** What a heap does not tell of a primitive. */
const UNKNOWN = { created: [], maker: null, parent: null, deadlineMs: 0 };

/** A wait in line: at one primitive, or with a select at several. */
export interface LineWait {
  readonly op: WaitOp;
  readonly primitives: readonly PrimitiveId[];
}

const KINDS: Readonly<Record<string, PrimitiveKindName>> = {
  Chan: "channel",
  NeverChannel: "channel",
  DoneChannel: "channel",
  TickChannel: "channel",
  TimerChannel: "timer-channel",
  Mutex: "mutex",
  RWMutex: "rwmutex",
  WaitGroup: "waitgroup",
  Semaphore: "semaphore",
  Cond: "cond",
  ErrGroup: "errgroup",
};

/** The classes of those who stand in line: a waiting call, and a case of a select. */
const PLACES: ReadonlySet<string> = new Set(["Waiter", "Arm"]);

/** What those in line wait for, by the kind of the primitive and the name of the line. */
function opOf(kind: PrimitiveKindName, line: string): WaitOp {
  if (kind === "channel" || kind === "timer-channel") return line.includes("senders") ? "send" : "receive";
  if (kind === "semaphore") return "acquire";
  if (kind === "errgroup") return line === "#places" ? "acquire" : "waitgroup";
  if (kind === "waitgroup" || kind === "cond") return kind;
  return "lock";
}

export class Library {
  readonly records: ModelRecord[] = [];
  readonly #shapes: Shapes;
  readonly #snapshot: Snapshot;
  readonly #waits = new Map<Node, LineWait>();
  readonly #primitiveOfArm = new Map<Node, PrimitiveId>();
  readonly #firstId: PrimitiveId;
  #lastId: PrimitiveId;

  /** @param lastId that a primitive has already */
  constructor(shapes: Shapes, lastId: PrimitiveId) {
    this.#firstId = lastId;
    this.#lastId = lastId;
    this.#shapes = shapes;
    this.#snapshot = shapes.snapshot;
    const kinds = new Map<number, PrimitiveKindName>();
    for (const [name, kind] of Object.entries(KINDS)) {
      for (const id of classIds(this.#snapshot, name)) kinds.set(id, kind);
    }
    if (kinds.size === 0) return;
    for (let node = 0; node < this.#snapshot.nodeCount; node++) {
      const kind = kinds.get(this.#snapshot.nameId(node));
      if (kind === undefined || this.#snapshot.nodeTypeId(node) !== shapes.object) continue;
      const lines = this.#linesOf(node);
      // A class of the program's may have the same name.
      if (lines.length > 0) this.#read(node, kind, lines);
    }
  }

  /** How many primitives there are. */
  get size(): number {
    return this.#lastId - this.#firstId;
  }

  /** How a promise is waited for in some line, or undefined. */
  waitFor(promise: Node): LineWait | undefined {
    return this.#waits.get(promise);
  }

  #linesOf(primitive: Node): { readonly name: string; readonly queue: Node }[] {
    const snapshot = this.#snapshot;
    const lines: { name: string; queue: Node }[] = [];
    for (let edge = snapshot.firstEdge(primitive); edge < snapshot.endEdge(primitive); edge++) {
      const queue = snapshot.target(edge);
      if (snapshot.edgeType(edge) !== "property" || snapshot.name(queue) !== "WaitQueue") continue;
      lines.push({ name: snapshot.edgeName(edge), queue });
    }
    return lines;
  }

  #read(node: Node, kind: PrimitiveKindName, lines: readonly { name: string; queue: Node }[]): void {
    const snapshot = this.#snapshot;
    const id: PrimitiveId = ++this.#lastId;
    const name = stringOf(snapshot, node, "name") ?? "";
    const capacity = numberOf(snapshot, node, "capacity") ?? 0;
    this.records.push({ kind: "primitive", id, primitiveKind: kind, name, capacity, ...UNKNOWN });
    const buffer = snapshot.follow(node, "#buffer");
    const length = buffer === undefined ? 0 : (numberOf(snapshot, buffer, "length") ?? 0);
    this.records.push({
      kind: "primitiveState",
      id,
      length,
      closed: this.#isTrue(node, "closed"),
      waiting: 0,
      holders: [],
    });
    for (const { name: line, queue } of lines) {
      const op = opOf(kind, line);
      for (const waiter of this.#waitersOf(queue)) {
        // Readers and writers of one lock stand in one line.
        const reads = kind === "rwmutex" && stringOf(snapshot, waiter, "value") === "rlock";
        this.#note(waiter, reads ? "rlock" : op, id);
      }
    }
  }

  *#waitersOf(queue: Node): Generator<Node> {
    const seen = new Set<Node>();
    let waiter = this.#snapshot.follow(queue, "first");
    while (waiter !== undefined && PLACES.has(this.#snapshot.name(waiter)) && !seen.has(waiter)) {
      seen.add(waiter);
      yield waiter;
      waiter = this.#snapshot.follow(waiter, "next");
    }
  }

  #note(waiter: Node, op: WaitOp, id: PrimitiveId): void {
    const selection = this.#snapshot.follow(waiter, "selection");
    const selects = selection !== undefined && this.#snapshot.name(selection) === "Selection";
    if (selects) this.#primitiveOfArm.set(waiter, id);
    const primitives = selects ? this.#primitivesOf(selection) : [id];
    for (const promise of this.#promisesOf(selects ? selection : waiter)) {
      this.#waits.set(promise, { op: selects ? "select" : op, primitives });
    }
  }

  /** Those of a select that are read so far, in the order of its cases. */
  #primitivesOf(selection: Node): PrimitiveId[] {
    const found: PrimitiveId[] = [];
    const seen = new Set<Node>();
    let arm = this.#snapshot.follow(selection, "arms");
    while (arm !== undefined && this.#snapshot.name(arm) === "Arm" && !seen.has(arm)) {
      seen.add(arm);
      const id = this.#primitiveOfArm.get(arm);
      if (id !== undefined) found.push(id);
      arm = this.#snapshot.follow(arm, "sibling");
    }
    return found;
  }

  /** What the caller has, and what the waiter itself settles: with a handler in between they are two. */
  *#promisesOf(waiter: Node): Generator<Node> {
    const resolve = this.#snapshot.follow(waiter, "#resolve") ?? this.#snapshot.follow(waiter, "resolve");
    const promises = [
      this.#snapshot.follow(waiter, "promise"),
      resolve === undefined ? undefined : this.#shapes.settledBy(resolve),
    ];
    for (const promise of new Set(promises)) if (promise !== undefined) yield promise;
  }

  #isTrue(object: Node, property: string): boolean {
    const value = this.#snapshot.follow(object, property);
    const word = value === undefined ? undefined : this.#snapshot.follow(value, "to_string");
    return word !== undefined && this.#snapshot.name(word) === "true";
  }
}
