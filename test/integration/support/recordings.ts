/** This user's folder of recordings, seen from outside. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { recordingsFolder } from "../../../tracer/wire/index.js";

export function folderOfRecordings(): string {
  const { uid, username } = userInfo();
  const user = uid === -1 ? username : `${uid}`;
  return recordingsFolder({ sharedMemory: existsSync("/dev/shm"), tempFolder: tmpdir(), user });
}

/** Of a process that no launcher started, and of all that it started. */
export async function ownRecordings(pid: number): Promise<string[]> {
  const names = await readdir(folderOfRecordings()).catch(() => []);
  return names.filter((name) => name.startsWith(`${pid}-`));
}
