/** The threads of a process, read one after the other: the main thread, and workers with a heap of their own. */
import { setImmediate } from "node:timers/promises";
import type { SourceMaps } from "../session/source-maps.js";
import { SuspendedCalls, type SuspendedCall } from "./calls.js";
import { lookCloser } from "./closer-look.js";
import type { DumpOptions, Progress } from "./dump.js";
import { dumpErrors } from "./errors.js";
import { collectGarbage } from "./garbage.js";
import { Functions } from "./graph/functions.js";
import { Liveness } from "./graph/liveness.js";
import { PromiseGraph } from "./graph/promise-graph.js";
import { Retainers } from "./graph/retainers.js";
import { Shapes } from "./graph/shapes.js";
import { HeapObjects } from "./heap-objects.js";
import { markedPlaces } from "./inside/marked-places.js";
import { Visitor, type Frame, type ProcessFacts } from "./inside/visitor.js";
import type { InspectorSession } from "./inspector/session.js";
import { Library } from "./library.js";
import { takeSnapshot } from "./take.js";
import { ToldCalls, type Knowledge } from "./told-calls.js";
import { ToldPlaces } from "./told-places.js";
import type { ToldThread } from "./told-threads.js";
import { Wakers } from "./wakers/wakers.js";
import { WakingOfCalls } from "./waking-of.js";

const FAST_FRAMES = 32;

/** So many calls leave much behind that is not needed any more: from here on it is worth a collection. */
const MANY_CALLS = 20_000;

/** Who is busy for longer is read all the same: a snapshot needs no rest, only the places are fewer. */
const PATIENCE_S = { main: 30, worker: 1 } as const;

type ThreadKind = "main" | "worker";

export class ThreadReader {
  readonly #sourceMaps: SourceMaps;
  readonly #options: DumpOptions;
  readonly #progress: Progress;
  readonly #stop: AbortSignal | undefined;
  /** Ids go on from thread to thread. */
  #calls = 0;
  #primitives = 0;
  /** The main thread is the first. */
  readonly threads: ToldThread[] = [];
  /** The longest that one of them stood still. */
  pausedMs = 0;
  localsLeftOut = 0;
  /** When the main thread was read, since the epoch. */
  takenAtMs = 0;

  constructor(sourceMaps: SourceMaps, options: DumpOptions, progress: Progress, stop?: AbortSignal) {
    this.#sourceMaps = sourceMaps;
    this.#options = options;
    this.#progress = progress;
    this.#stop = stop;
  }

  async read(session: InspectorSession, kind: ThreadKind): Promise<ProcessFacts> {
    const visitor = await Visitor.enter(session);
    try {
      const facts = await visitor.facts();
      if (kind === "main") {
        this.#progress.begins(facts, expectedPauseMs(facts));
        this.takenAtMs = Date.now();
      }
      const startedMs = performance.now();
      const patienceS = PATIENCE_S[kind];
      const frames = this.#options.fast ? FAST_FRAMES : 1;
      const answered = await visitor.askPlaces(frames, patienceS, this.#progress);
      if (this.#options.fast) {
        if (!answered && kind === "main") throw dumpErrors.busy(patienceS);
        await this.#readPlaces(visitor, facts);
        this.#paused(performance.now() - startedMs);
      } else {
        await visitor.settleDown();
        await this.#readHeap(session, visitor, facts, kind);
      }
      return facts;
    } finally {
      await visitor.leave().catch(() => undefined);
    }
  }

  async #readPlaces(visitor: Visitor, facts: ProcessFacts): Promise<void> {
    const answer = await visitor.fastAnswer();
    const calls = new ToldPlaces(answer, this.#calls + 1);
    this.#add({ facts, calls, primitives: [], locals: new Map(), promises: answer.pending });
  }

  async #readHeap(
    session: InspectorSession,
    visitor: Visitor,
    facts: ProcessFacts,
    kind: ThreadKind,
  ): Promise<void> {
    this.#add(await this.#understand(session, visitor, facts, kind));
    await this.#turn();
    if (this.#calls > MANY_CALLS) collectGarbage();
  }

  #add(thread: ToldThread): void {
    this.threads.push(thread);
    this.#calls += thread.calls.size;
  }

  /** All that needs the graph of the heap. What is returned holds nothing of it. */
  async #understand(
    session: InspectorSession,
    visitor: Visitor,
    facts: ProcessFacts,
    kind: ThreadKind,
  ): Promise<ToldThread> {
    const { snapshot, pausedMs } = await takeSnapshot(session, (bytes) => this.#progress.snapshot(bytes));
    this.#paused(pausedMs);
    const shapes = new Shapes(snapshot);
    await this.#turn();
    const graph = new PromiseGraph(shapes);
    await this.#turn();
    const marked = markedPlaces(snapshot, visitor.mark);
    const functions = new Functions(shapes);
    const firstId = this.#calls + 1;
    const calls = new SuspendedCalls(graph, functions, firstId);
    await this.#turn();
    const liveness = new Liveness(graph, marked.record);
    await this.#turn();
    const library = new Library(shapes, this.#primitives);
    this.#primitives += library.size;
    const wakers = new Wakers(graph, liveness, new Retainers(snapshot), functions, facts.loopNowMs);
    const waking = new WakingOfCalls(liveness, wakers, library);
    await this.#turn();
    const askedPlace = (call: SuspendedCall): Frame | null =>
      call.awaited === null ? null : marked.placeOf(call.awaited);
    const objects = await HeapObjects.open(session, snapshot);
    const found = await lookCloser(calls.all, askedPlace, this.#options.locals, objects, this.#progress);
    this.localsLeftOut += found.localsLeftOut;
    await objects.close();
    for (const [file, url] of objects.inlineMaps) this.#sourceMaps.addInline(file, url);
    const knowledge: Knowledge = {
      placeOf: (call) => askedPlace(call) ?? found.places.get(call.id) ?? null,
      wakingOf: (call, target) => waking.of(call, target),
      taskNameOf: (call) => calls.taskNameOf(call),
      isMain: ({ fn }) => kind === "main" && fn.module && isEntry(fn.file, facts),
    };
    const told = new ToldCalls(calls.all.length, firstId);
    for (const [index, call] of calls.all.entries()) {
      told.tell(index, call, calls, knowledge);
      if ((index + 1) % MANY_CALLS === 0) collectGarbage();
    }
    return {
      facts,
      calls: told,
      primitives: library.records,
      locals: found.locals,
      promises: graph.pendingCount,
    };
  }

  /** Of a large heap each part takes a while: whoever wants it to end is heard in between. */
  async #turn(): Promise<void> {
    await setImmediate();
    this.#stop?.throwIfAborted();
  }

  #paused(ms: number): void {
    this.pausedMs = Math.max(this.pausedMs, ms);
  }
}

function isEntry(file: string, { main }: ProcessFacts): boolean {
  if (main === undefined) return false;
  const path = file.startsWith("file:") ? decodeURIComponent(new URL(file).pathname) : file;
  return path === main;
}

/** Measured: a snapshot takes about 0.2 s of a small heap, and 25 ms more a megabyte. */
function expectedPauseMs({ heapBytes }: ProcessFacts): number {
  return 200 + (heapBytes / 1e6) * 25;
}
