/** A kernel under the tracer, looked at while it runs, until the verdict is there or the program has ended. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { findingsOf } from "../../server/detect/detectors.js";
import { Follower } from "../../server/session/follower.js";
import { preload } from "../integration/support/sluice.js";
import type { Bug, Kernel } from "./kernel.js";
import { mistakeIn, verdictsOfModel, type Verdict } from "./verdict.js";

export interface WatchOptions {
  readonly node: string;
  /** The course that it takes. */
  readonly fixed: boolean;
  /** Force collections, to prove leaks. */
  readonly leaks: boolean;
  /** Where the recording is left. */
  readonly recording: string;
}

export interface Watched {
  /** The last ones: at the program's end, or when the right one was there. */
  readonly verdicts: readonly Verdict[];
  /** Other kinds that were told on the way. */
  readonly wrongKinds: readonly string[];
  /** Null when it was told while the program went on. */
  readonly exitCode: number | null;
  readonly afterMs: number;
}

/** What waits is looked at again without news. */
const LOOK_MS = 200;

/** However busy the machine is: nothing that is found at all takes so long. */
const DEADLINE_MS = 20_000;

/** Runs a kernel until `expected` is told, it has ended, or the deadline has passed. */
export async function watchKernel(
  kernel: Kernel,
  expected: Bug | null,
  { node, fixed, leaks, recording }: WatchOptions,
): Promise<Watched> {
  const startedMs = performance.now();
  const child = spawn(node, ["--require", preload, kernel.file, ...(fixed ? ["fixed"] : [])], {
    env: { ...process.env, SLUICE_RECORDING: recording, ...(leaks ? { SLUICE_LEAKS: "1" } : {}) },
    stdio: "ignore",
  });
  const ended = exitOf(child);
  const follower = new Follower(recording);
  const kinds = new Set<string>();
  const look = (): Verdict[] => {
    const { model } = follower;
    // A program that does nothing tells no time.
    const nowMs = model.program === null || model.exit !== null ? 0 : Date.now() - model.program.startedAtMs;
    const verdicts = verdictsOfModel(model, findingsOf(model, Math.max(model.nowMs, nowMs)));
    for (const { kind } of verdicts) kinds.add(kind);
    return verdicts;
  };
  let deadline: NodeJS.Timeout | undefined;
  let clock: NodeJS.Timeout | undefined;
  try {
    const told = new Promise<void>((done) => {
      deadline = setTimeout(done, DEADLINE_MS);
      const lookOnce = (): void => {
        const verdicts = look();
        if (expected !== null && mistakeIn(verdicts, expected) === null) done();
      };
      follower.start(lookOnce);
      clock = setInterval(lookOnce, LOOK_MS);
    });
    const exitCode = await Promise.race([ended, told.then(() => null)]);
    if (child.exitCode === null) child.kill("SIGKILL");
    await ended;
    if (exitCode === null) await follower.stop();
    else await follower.finish();
    const verdicts = look();
    if (follower.error !== null || !existsSync(recording)) throw follower.error ?? new Error("no recording");
    const wrongKinds = [...kinds].filter((kind) => kind !== expected?.kind);
    return { verdicts, wrongKinds, exitCode, afterMs: performance.now() - startedMs };
  } finally {
    clearTimeout(deadline);
    clearInterval(clock);
  }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((done) => child.once("exit", (code) => done(code ?? -1)));
}
