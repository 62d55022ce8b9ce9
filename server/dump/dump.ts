/** A dump of a running process: from nothing but its address to a model. */
import { setTimeout as delay } from "node:timers/promises";
import { Model } from "../model/model.js";
import { SourceMaps } from "../session/source-maps.js";
import type { LocalsWanted, LooksProgress } from "./closer-look.js";
import { dumpErrors } from "./errors.js";
import { VisitError, type PlacesProgress, type ProcessFacts } from "./inside/visitor.js";
import { ConnectionLost, InspectorError, type InspectorSession } from "./inspector/session.js";
import { isAwake, Workers } from "./inspector/workers.js";
import { SnapshotError } from "./snapshot/parser.js";
import {
  reach,
  startClosing,
  untilClosed,
  type Reached,
  type ReachProgress,
  type Target,
} from "./target/reach.js";
import { ThreadReader } from "./thread-reader.js";
import { tellThreads } from "./told-threads.js";

export interface DumpOptions {
  readonly target: Target;
  /** Only pending promises and where they are awaited: no snapshot. */
  readonly fast: boolean;
  /** Variables at the awaits: of the first ten calls of each group, or of all. */
  readonly locals: LocalsWanted;
}

/** What happens meanwhile, for whoever waits. */
export interface Progress extends ReachProgress, PlacesProgress, LooksProgress {
  /** Before anything that the process feels. */
  begins(facts: ProcessFacts, pauseMs: number): void;
  snapshot(bytes: number): void;
  /** The process does not answer at all. */
  blocked(seconds: number): void;
  /** The dump failed, and the inspector that it had opened could not be closed again. */
  leftOpen(port: number): void;
}

export interface Dump {
  readonly model: Model;
  readonly facts: ProcessFacts;
  /** Since the epoch. */
  readonly takenAtMs: number;
  /** The longest that one of its threads stood still. */
  readonly pausedMs: number;
  /** Tasks whose variables were wanted, and not read because that would have taken too long. */
  readonly localsLeftOut: number;
  /** Worker threads that were dumped as well, and those that did not answer. */
  readonly workers: number;
  readonly workersAsleep: number;
  /** True unless we opened the inspector and could not close it again. */
  readonly leftClean: boolean;
}

const OLDEST_NODE = 20;

const PATIENCE_S = 30;

/** @param stop ends it early, and leaves the process as it was @throws {DumpError} */
export async function dump(options: DumpOptions, progress: Progress, stop?: AbortSignal): Promise<Dump> {
  const pid = options.target.kind === "pid" ? options.target.pid : null;
  try {
    const reached = await reach(options.target, progress);
    const sourceMaps = new SourceMaps();
    const reader = new ThreadReader(sourceMaps, options, progress, stop);
    const reading = Promise.race([readProcess(reached.session, reader, progress), stopped(stop)]);
    const read = await reading.catch(async (error: unknown) => {
      if (!(await leave(reached)) && !(error instanceof ConnectionLost)) progress.leftOpen(reached.port);
      throw error;
    });
    await startLeaving(reached);
    const leaving = untilLeft(reached);
    const { threads, pausedMs, takenAtMs, localsLeftOut } = reader;
    const model = new Model(sourceMaps);
    // The inspector takes its time to close, in which the model is made.
    await tellThreads(threads, takenAtMs, model, stop).finally(() => leaving);
    const workers = threads.length - 1;
    return { ...read, model, takenAtMs, pausedMs, localsLeftOut, workers, leftClean: await leaving };
  } catch (error) {
    throw told(error, pid);
  }
}

/** What went wrong on the other side, in words; our own mistakes stay what they are. */
function told(error: unknown, pid: number | null): unknown {
  if (error instanceof ConnectionLost) return dumpErrors.gone(pid);
  const theirs = [InspectorError, VisitError, SnapshotError].find((kind) => error instanceof kind);
  return theirs === undefined ? error : dumpErrors.failed((error as Error).message);
}

/** Rejects when somebody has had enough. */
function stopped(stop: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (stop?.aborted === true) reject(dumpErrors.stopped());
    else stop?.addEventListener("abort", () => reject(dumpErrors.stopped()), { once: true });
  });
}

/** Leaves the process as it was found. */
export async function leave(reached: Reached): Promise<boolean> {
  await startLeaving(reached);
  return untilLeft(reached);
}

async function startLeaving(reached: Reached): Promise<void> {
  if (reached.openedByUs) await startClosing(reached);
  else reached.session.close();
}

async function untilLeft(reached: Reached): Promise<boolean> {
  return !reached.openedByUs || untilClosed(reached);
}

async function readProcess(
  session: InspectorSession,
  reader: ThreadReader,
  progress: Progress,
): Promise<Pick<Dump, "facts" | "workersAsleep">> {
  await checkVersion(session, progress);
  const facts = await reader.read(session, "main");
  return { facts, workersAsleep: await readWorkers(session, reader) };
}

/** One after the other: each pauses only itself. Returns how many did not answer. */
async function readWorkers(session: InspectorSession, reader: ThreadReader): Promise<number> {
  const workers = await Workers.enter(session);
  try {
    const asked = workers.sessions.map(async (worker) => ({ worker, awake: await isAwake(worker) }));
    const all = await Promise.all(asked);
    for (const { worker, awake } of all) {
      // One that ends meanwhile is no reason to tell nothing of the others.
      if (awake) await reader.read(worker, "worker").catch(unlessLost);
    }
    return all.filter(({ awake }) => !awake).length;
  } finally {
    await workers.leave().catch(unlessLost);
  }
}

function unlessLost(error: unknown): void {
  if (!(error instanceof ConnectionLost || error instanceof InspectorError)) throw error;
}

interface VersionAnswer {
  readonly result: { readonly value?: string };
}

/** The first question, so it shows whether the process answers at all. */
async function checkVersion(session: InspectorSession, progress: Progress): Promise<void> {
  const question = session.send<VersionAnswer>("Runtime.evaluate", {
    expression: "typeof process === 'object' ? process.version : ''",
    returnByValue: true,
  });
  const answer = await answerOf(question, progress);
  const version = answer.result.value ?? "";
  const major = Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
  if (major < OLDEST_NODE) throw dumpErrors.tooOld(version === "" ? "of an unknown version" : version);
}

/** JavaScript that runs without a break is interrupted for a question; what blocks in native code is not. */
async function answerOf<Answer>(question: Promise<Answer>, progress: Progress): Promise<Answer> {
  for (let seconds = 1; seconds <= PATIENCE_S; seconds++) {
    const answer = await Promise.race([question, delay(1000, null, { ref: false })]);
    if (answer !== null) return answer;
    progress.blocked(seconds);
  }
  throw dumpErrors.blocked(PATIENCE_S);
}
