/** A dump of a running process: from nothing but its address to a model. */
import { Model } from "../model/model.js";
import { SourceMaps } from "../session/source-maps.js";
import { lookCloser, type LocalsWanted } from "./closer-look.js";
import { HeapObjects } from "./heap-objects.js";
import { SuspendedCalls, type SuspendedCall } from "./calls.js";
import { dumpErrors, DumpError } from "./errors.js";
import { Functions } from "./graph/functions.js";
import { Liveness } from "./graph/liveness.js";
import { PromiseGraph } from "./graph/promise-graph.js";
import { Retainers } from "./graph/retainers.js";
import { Shapes } from "./graph/shapes.js";
import { markedPlaces } from "./inside/marked-places.js";
import { PATIENCE_S, Visitor, type Frame, type PlacesProgress, type ProcessFacts } from "./inside/visitor.js";
import { ConnectionLost, InspectorError, type InspectorSession } from "./inspector/session.js";
import { Library } from "./library.js";
import { callRecords, countersRecord, headerRecords, placeRecords } from "./records.js";
import { takeSnapshot } from "./take.js";
import { closeInspector, reach, type Reached, type Target } from "./target/reach.js";
import { Wakers } from "./wakers/wakers.js";
import { WakingOfCalls } from "./waking-of.js";

export interface DumpOptions {
  readonly target: Target;
  /** Only pending promises and where they are awaited: no snapshot. */
  readonly fast: boolean;
  /** Variables at the awaits: of the first ten calls of each group, or of all. */
  readonly locals: LocalsWanted;
}

/** What happens meanwhile, for whoever waits. */
export interface Progress extends PlacesProgress {
  /** Before anything that the process feels. */
  begins(facts: ProcessFacts, pauseMs: number): void;
  snapshot(bytes: number): void;
}

export interface Dump {
  readonly model: Model;
  readonly facts: ProcessFacts;
  readonly pausedMs: number;
  /** True unless we opened the inspector and could not close it again. */
  readonly leftClean: boolean;
}

const OLDEST_NODE = 20;
const FAST_FRAMES = 32;

/** @throws {DumpError} */
export async function dump(options: DumpOptions, progress: Progress): Promise<Dump> {
  const pid = options.target.kind === "pid" ? options.target.pid : null;
  try {
    const reached = await reach(options.target);
    let taken: Omit<Dump, "leftClean"> | undefined;
    let leftClean = true;
    try {
      taken = await takeDump(reached.session, options, progress);
    } finally {
      leftClean = await leave(reached);
    }
    return { ...taken, leftClean };
  } catch (error) {
    if (error instanceof DumpError) throw error;
    if (error instanceof ConnectionLost) throw dumpErrors.gone(pid);
    if (error instanceof InspectorError) throw dumpErrors.failed(error.message);
    throw error;
  }
}

async function leave(reached: Reached): Promise<boolean> {
  if (reached.openedByUs) return closeInspector(reached);
  reached.session.close();
  return true;
}

async function takeDump(
  session: InspectorSession,
  options: DumpOptions,
  progress: Progress,
): Promise<Omit<Dump, "leftClean">> {
  await checkVersion(session);
  const visitor = await Visitor.enter(session);
  try {
    const facts = await visitor.facts();
    progress.begins(facts, expectedPauseMs(facts));
    const sourceMaps = new SourceMaps();
    const model = new Model(sourceMaps);
    const startedMs = performance.now();
    const answered = await visitor.askPlaces(options.fast ? FAST_FRAMES : 1, progress);
    if (!answered) throw dumpErrors.busy(PATIENCE_S);
    for (const record of headerRecords(facts, Date.now())) model.apply(record);
    if (options.fast) {
      const answer = await visitor.fastAnswer();
      const pausedMs = performance.now() - startedMs;
      for (const record of placeRecords(answer, facts)) model.apply(record);
      model.apply(countersRecord(facts, [...model.liveTasks()].length, answer.pending));
      return { model, facts, pausedMs };
    }
    await visitor.settleDown();
    const { pausedMs } = await readHeap(session, visitor, { model, sourceMaps }, facts, options, progress);
    return { model, facts, pausedMs };
  } finally {
    await visitor.leave().catch(() => undefined);
  }
}

async function readHeap(
  session: InspectorSession,
  visitor: Visitor,
  { model, sourceMaps }: { model: Model; sourceMaps: SourceMaps },
  facts: ProcessFacts,
  options: DumpOptions,
  progress: Progress,
): Promise<{ pausedMs: number }> {
  const { snapshot, pausedMs } = await takeSnapshot(session, (bytes) => progress.snapshot(bytes));
  const shapes = new Shapes(snapshot);
  const graph = new PromiseGraph(shapes);
  const { record, placeOf } = markedPlaces(snapshot, visitor.mark);
  const functions = new Functions(shapes);
  const calls = new SuspendedCalls(graph, functions, 1);
  const liveness = new Liveness(graph, record);
  const library = new Library(shapes, liveness);
  const wakers = new Wakers(graph, liveness, new Retainers(snapshot), functions, facts.loopNowMs);
  const waking = new WakingOfCalls(liveness, wakers, library);
  const isMain = (call: SuspendedCall): boolean => call.module && isEntry(call.file, facts);
  const askedPlace = (call: SuspendedCall): Frame | null =>
    call.awaited === null ? null : (placeOf.get(call.awaited) ?? null);
  const objects = await HeapObjects.open(session, snapshot);
  const found = await lookCloser(calls.all, askedPlace, options.locals, objects);
  await objects.close();
  for (const [file, url] of objects.inlineMaps) sourceMaps.addInline(file, url);
  const knowledge = {
    placeOf: (call: SuspendedCall) => askedPlace(call) ?? found.places.get(call.id) ?? null,
    wakingOf: (call: SuspendedCall) => waking.of(call),
    isMain,
  };
  for (const one of library.records) model.apply(one);
  for (const one of callRecords(calls, knowledge, facts)) model.apply(one);
  for (const [id, locals] of found.locals) model.apply({ kind: "locals", id, locals });
  model.apply(countersRecord(facts, [...model.liveTasks()].length, graph.pendingCount));
  return { pausedMs };
}

async function checkVersion(session: InspectorSession): Promise<void> {
  const answer = await session.send<{ result: { value?: string } }>("Runtime.evaluate", {
    expression: "typeof process === 'object' ? process.version : ''",
    returnByValue: true,
  });
  const version = answer.result.value ?? "";
  const major = Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
  if (major < OLDEST_NODE) throw dumpErrors.tooOld(version === "" ? "of an unknown version" : version);
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
