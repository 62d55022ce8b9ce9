/**
 * A unit is what has an event loop of its own: a process's main thread, or a worker thread. Each writes a recording of
 * its own; their names and headers tell that they belong to one tree.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import { memberPath, memberPrefix, unitName, type Kin } from "../wire/index.js";
import { ownRecordingPath } from "./output.js";

/** The key of a worker's environment data under which it finds what it must know. */
export const WORKER_KIN = "sluice.kin";

/** A worker cannot see its script yet while the preload runs. */
export interface WorkerKin extends Kin {
  readonly script: string;
}

export interface Unit {
  /** Empty for the root of the tree. */
  readonly name: string;
  readonly parent: string | null;
  readonly recording: string;
  /** The recording of the tree's root. */
  readonly root: string;
  /** Somebody follows the tree and removes its recordings; otherwise each removes its own. */
  readonly followed: boolean;
  readonly proveLeaks: boolean;
  /** Of a worker. */
  readonly script: string | null;
}

/** The first process of a tree; a launcher that follows it says where to record. */
export function rootUnit(recording: string | undefined, proveLeaks: boolean): Unit {
  const path = recording ?? ownRecordingPath();
  const followed = recording !== undefined;
  return { name: "", parent: null, recording: path, root: path, followed, proveLeaks, script: null };
}

export function memberUnit(kin: Kin, script: string | null): Unit {
  const name = unitName(process.pid, threadId, Date.now());
  return { ...kin, name, recording: memberPath(kin.root, name), script };
}

/** What a unit that this one starts must know. */
export function kinOf({ name, root, followed, proveLeaks }: Unit): Kin {
  return { root, parent: name, followed, proveLeaks };
}

/** Whoever followed the tree has gone, and removed what there was: nobody would read or remove this recording. */
export function isOrphan({ name, root, followed }: Unit): boolean {
  return followed && name !== "" && !existsSync(root);
}

/**
 * Removes what other units have left that nobody follows: those that were terminated or killed could not do so.
 * `which` is what their names begin with: "812." is a process with its threads, "812.2-" one thread.
 */
export function removeLeftBehind(unit: Unit, which: string): void {
  try {
    const prefix = `${basename(memberPrefix(unit.root))}${which}`;
    const folder = dirname(unit.root);
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (name.startsWith(prefix) && file !== unit.recording) rmSync(file, { force: true });
    }
  } catch {
    // The folder is gone already.
  }
}
