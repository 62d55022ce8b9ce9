import {
  chmodSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { RECORDING_SUFFIX, recordingsFolder } from "../wire/index.js";

/** More than this is not written: the rest is counted as lost. */
const BYTES_AT_MOST = 1 << 30;

/** The recording file: written synchronously in batches, so that nothing but the last batch can be lost. */
export class RecordingFile {
  readonly path: string;
  #descriptor: number;
  #written = 0;

  /** @throws when the file cannot be created, or its folder is not this user's alone. */
  constructor(path: string) {
    this.path = path;
    ensurePrivateFolder(dirname(path));
    // "wx": a file that is there already belongs to another process.
    this.#descriptor = openSync(path, "wx", 0o600);
  }

  /** False when the batch could not be written whole; the file then ends with the batch before. */
  readonly write = (bytes: Uint8Array): boolean => {
    if (this.#descriptor < 0 || this.#written + bytes.length > BYTES_AT_MOST) return false;
    try {
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
