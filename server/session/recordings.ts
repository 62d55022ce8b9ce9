/** Where recordings lie, which of them belong to running programs, and how to be rid of one. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import {
  memberPrefix,
  RECORDING_SUFFIX,
  RecordReader,
  recordingsFolder,
  rootOfMember,
  type Header,
} from "../../tracer/wire/index.js";
import { isRunning } from "./running.js";

/** A running program that records. */
export interface TracedProcess {
  readonly pid: number;
  /** 0 is the main thread of its process. */
  readonly threadId: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly startedAtMs: number;
  readonly recording: string;
}

const COUNTS_SUFFIX = ".counts";

const STALE_AFTER_MS = 60_000;

const HEADER_BYTES_AT_MOST = 64 * 1024;

/** A fresh path for the recording of a program that is about to be launched. */
export function newRecordingPath(): string {
  return join(folder(), `run-${randomBytes(8).toString("hex")}${RECORDING_SUFFIX}`);
}

/** Where Node leaves how often the code of the program that records here ran, if it was asked to. */
export function countsFolder(recording: string): string {
  return recording.slice(0, -RECORDING_SUFFIX.length) + COUNTS_SUFFIX;
}

/** The traced programs of this user that are running now. Recordings that nobody can read are passed over. */
export async function tracedProcesses(): Promise<TracedProcess[]> {
  const names = await readdir(folder()).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => name.endsWith(RECORDING_SUFFIX)).map((name) => describe(join(folder(), name))),
  );
  return found
    .filter((one) => one !== null)
    .sort((a, b) => a.startedAtMs - b.startedAtMs || a.threadId - b.threadId);
}

/**
 * Why the program that records as this process cannot be followed, such as a tracer of another version. Null when
 * no recording bears its name: those of programs that a launcher started do not.
 */
export async function whyUnreadable(pid: number): Promise<string | null> {
  const names = await readdir(folder()).catch(() => []);
  const own = names.find((name) => name.startsWith(`${pid}-`) && name.endsWith(RECORDING_SUFFIX));
  if (own === undefined) return null;
  try {
    await readHeader(join(folder(), own));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The recordings of workers and child processes of the program that records here. */
export async function memberRecordings(recording: string): Promise<string[]> {
  const root = rootOfMember(recording);
  const prefix = basename(memberPrefix(root));
  const names = await readdir(dirname(root)).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith(RECORDING_SUFFIX))
    .map((name) => join(dirname(root), name))
    .filter((path) => path !== recording);
}

/**
 * Removes the recordings of a program and of its workers and child processes. The program's own goes first: whatever
 * starts to record after that sees that nobody follows any more.
 */
export async function removeRecordings(recording: string): Promise<void> {
  await removeRecording(recording);
  await rm(countsFolder(recording), { recursive: true, force: true });
  await Promise.all((await memberRecordings(recording)).map(removeRecording));
}

/** Removes a recording; one that is not there is fine. */
export async function removeRecording(path: string): Promise<void> {
  await rm(path, { force: true });
}

/**
 * Removes what programs and launchers that were killed outright left behind. A recording that is younger than a
 * minute may belong to a program that is just starting.
 */
export async function sweepRecordings(): Promise<void> {
  const names = await readdir(folder()).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith(RECORDING_SUFFIX)).map((name) => sweep(join(folder(), name))),
  );
  const counts = names.filter((name) => name.endsWith(COUNTS_SUFFIX));
  await Promise.all(counts.map((name) => sweepCounts(join(folder(), name))));
}

/** Counts are written at a program's end, and read at once. */
async function sweepCounts(path: string): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs < STALE_AFTER_MS) return;
  await rm(path, { recursive: true, force: true });
}

async function sweep(recording: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(recording);
    if (Date.now() - mtimeMs < STALE_AFTER_MS) return;
    const header = await readHeader(recording);
    if (header === null || !isRunning(header.pid)) await removeRecording(recording);
  } catch {
    // Of another version, or gone meanwhile: not ours to remove.
  }
}

async function describe(recording: string): Promise<TracedProcess | null> {
  try {
    const header = await readHeader(recording);
    if (header === null || !isRunning(header.pid)) return null;
    const { pid, threadId, argv, cwd, startedAtMs } = header;
    return { pid, threadId, argv, cwd, startedAtMs, recording };
  } catch {
    // Of another version, half written, or removed meanwhile: none that this Sluice could follow.
    return null;
  }
}

async function readHeader(recording: string): Promise<Header | null> {
  const file = await open(recording);
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(HEADER_BYTES_AT_MOST) });
    const first = new RecordReader().push(buffer.subarray(0, bytesRead))[0];
    return first?.kind === "header" ? first.header : null;
  } finally {
    await file.close();
  }
}

function folder(): string {
  const { uid, username } = userInfo();
  return recordingsFolder({
    sharedMemory: existsSync("/dev/shm"),
    tempFolder: tmpdir(),
    user: uid === -1 ? username : `${uid}`,
  });
}
