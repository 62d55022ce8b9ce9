/**
 * The suspended calls of a program that runs under Sluice, and its channels, found in its heap by the ids that its tracer
 * gave them: a call's own promise bears a private field, which leads to what the tracer knows of the call.
 *
 * What a snapshot has found stays found: the engine keeps the ids of objects, and the object of a call is the same as
 * long as the call lives. Its variables are read when they are asked for, as they are then.
 */
import type { CallId, PrimitiveId } from "../../tracer/wire/index.js";
import type { Local } from "../model/dump-records.js";
import { PromiseGraph } from "./graph/promise-graph.js";
import { Shapes } from "./graph/shapes.js";
import { HeapObjects } from "./heap-objects.js";
import type { InspectorSession } from "./inspector/session.js";
import { takeSnapshot } from "./take.js";
import { queuedIn, tracedChannels } from "./traced-channels.js";
import type { Node, Snapshot } from "./snapshot/snapshot.js";
import { numberOf } from "./wakers/values.js";

/** As the tracer's classes call them. */
const STAMP = "#node";
const CALL_ID = "id";

export class TracedHeap {
  readonly #session: InspectorSession;
  readonly #snapshot: Snapshot;
  readonly #generators: ReadonlyMap<CallId, Node>;
  readonly #channels: ReadonlyMap<PrimitiveId, Node>;

  private constructor(session: InspectorSession, snapshot: Snapshot, generators: ReadonlyMap<CallId, Node>) {
    this.#session = session;
    this.#snapshot = snapshot;
    this.#generators = generators;
    this.#channels = tracedChannels(snapshot);
  }

  /** Takes a snapshot, for which the program stands still: some 0.2 s, and longer in a large heap. */
  static async find(session: InspectorSession): Promise<TracedHeap> {
    const { snapshot } = await takeSnapshot(session, () => undefined);
    const graph = new PromiseGraph(new Shapes(snapshot));
    const generators = new Map<CallId, Node>();
    for (const generator of graph.suspended) {
      const promise = graph.ownPromiseOf(generator);
      const call = promise === undefined ? undefined : snapshot.follow(promise, STAMP);
      const id = call === undefined ? undefined : numberOf(snapshot, call, CALL_ID);
      if (id !== undefined && id > 0) generators.set(id, generator);
    }
    return new TracedHeap(session, snapshot, generators);
  }

  hasCall(call: CallId): boolean {
    return this.#generators.has(call);
  }

  hasChannel(channel: PrimitiveId): boolean {
    return this.#channels.has(channel);
  }

  /** Null when the call is not among those that were found, or is over. */
  async locals(call: CallId): Promise<readonly Local[] | null> {
    const node = this.#generators.get(call);
    return this.#look(node, async (objects, found) => (await objects.look(found, true))?.locals ?? null);
  }

  /** What is queued in a channel: its values, then those of the senders in line. Null when it is gone. */
  async queued(channel: PrimitiveId): Promise<readonly Local[] | null> {
    return this.#look(this.#channels.get(channel), queuedIn);
  }

  /**
   * The value of an expression as if it stood at the call's await, as a short preview. It sees copies of the variables.
   *
   * @throws {InspectorError} what the expression throws
   */
  async evaluate(call: CallId, expression: string): Promise<Local | null> {
    const node = this.#generators.get(call);
    return this.#look(node, (objects, found) => objects.evaluate(found, expression));
  }

  /** The engine's debugger is on only meanwhile: two of them would not agree on what is not to be stepped into. */
  async #look<T>(
    node: Node | undefined,
    look: (objects: HeapObjects, node: Node) => Promise<T | null>,
  ): Promise<T | null> {
    if (node === undefined) return null;
    const objects = await HeapObjects.open(this.#session, this.#snapshot);
    try {
      return await look(objects, node);
    } finally {
      await objects.close();
    }
  }
}
