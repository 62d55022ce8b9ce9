import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import {
  LOST_OFFSET,
  RECORDING_SUFFIX,
  recordingsFolder,
  TURNED_OFFSET,
  UNRECORDED_OFFSET,
} from "../wire/index.js";

/** More than this is not written: the rest is counted as lost. */
const BYTES_AT_MOST = 1 << 30;

/** A reader that has opened the file may go on after its name was removed; if there is none, this is all that it takes. */
const BYTES_WITHOUT_NAME = 1 << 20;

/** The recording file: written synchronously in batches, so that nothing but the last batch can be lost. */
export class RecordingFile {
  readonly path: string;
  #descriptor: number;
  #written = 0;
  #bytesAtMost = BYTES_AT_MOST;

  /** @throws when the file cannot be created, or its folder is not this user's alone. */
  constructor(path: string) {
    this.path = path;
    ensurePrivateFolder(dirname(path));
    // "wx": a file that is there already belongs to another process.
    this.#descriptor = openSync(path, "wx", 0o600);
  }

  /** False when the batch could not be written whole; the file then ends with the batch before. */
  readonly write = (bytes: Uint8Array): boolean => {
    if (this.#descriptor < 0) return false;
    try {
      this.#noticeRemoval();
      if (this.#written + bytes.length > this.#bytesAtMost) return false;
      let offset = 0;
      while (offset < bytes.length) {
        offset += writeSync(this.#descriptor, bytes, offset, bytes.length - offset, this.#written + offset);
      }
      this.#written += bytes.length;
      return true;
    } catch {
      this.#cutTail();
      return false;
    }
  };

  get isEmpty(): boolean {
    return this.#written === 0;
  }

  /** Where nothing can be added any more, what is there can still be changed: so a loss is always told. */
  readonly noteLoss = (records: number): void => this.#writeOver(records, LOST_OFFSET);

  /** The same for what an idle program has to tell again and again: that its loop turned, at this millisecond. */
  noteTurn(atMs: number): void {
    this.#writeOver(atMs, TURNED_OFFSET);
  }

  #writeOver(word: number, offset: number): void {
    if (this.#descriptor < 0 || this.isEmpty) return;
    try {
      writeSync(this.#descriptor, Uint32Array.of(word), 0, 4, offset);
    } catch {
      // The disk itself fails: the reader finds a recording that just stops.
    }
  }

  #noticeRemoval(): void {
    if (this.#bytesAtMost < BYTES_AT_MOST || fstatSync(this.#descriptor).nlink > 0) return;
    this.#bytesAtMost = Math.min(BYTES_AT_MOST, this.#written + BYTES_WITHOUT_NAME);
  }

  /** Of a full disk: half a batch must not be taken for records. */
  #cutTail(): void {
    try {
      ftruncateSync(this.#descriptor, this.#written);
    } catch {
      // Not even that is possible: the next batch overwrites the half one, or nothing follows it.
    }
  }

  remove(): void {
    try {
      closeSync(this.#descriptor);
      rmSync(this.path, { force: true });
    } catch {
      // Its folder is gone already.
    }
    this.#descriptor = -1;
  }
}

/** Counts in the root's recording that one of its units could not record: on a full disk that much is still possible. */
export function noteUnrecorded(root: string): void {
  try {
    const descriptor = openSync(root, "r+");
    const count = new Uint32Array(1);
    readSync(descriptor, count, 0, 4, UNRECORDED_OFFSET);
    writeSync(descriptor, Uint32Array.of((count[0] ?? 0) + 1), 0, 4, UNRECORDED_OFFSET);
    closeSync(descriptor);
  } catch {
    // Nobody follows the tree any more.
  }
}

/** Where a program that no launcher started records to. */
export function ownRecordingPath(): string {
  const { uid, username } = userInfo();
  const folder = recordingsFolder({
    sharedMemory: existsSync("/dev/shm"),
    tempFolder: tmpdir(),
    user: uid === -1 ? username : `${uid}`,
  });
  return join(folder, `${process.pid}-${Date.now().toString(36)}${RECORDING_SUFFIX}`);
}

/** A recording names functions and files of the program: nobody else's business. */
function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid === undefined) return;
  if (statSync(folder).uid !== process.getuid()) throw new Error(`${folder} belongs to another user`);
  chmodSync(folder, 0o700);
}
