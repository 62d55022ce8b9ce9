/** What an adapter tells past the protocol's stream: large bodies, in files that are the client's to take. */
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InFile } from "../../server/dap/protocol.js";

/** A folder for such files, gone with whatever is in it when this is disposed of. */
export class BodiesFolder {
  #path: string | null = null;

  get path(): string {
    this.#path ??= mkdtempSync(join(tmpdir(), "sluice-bodies-"));
    return this.#path;
  }

  dispose(): void {
    if (this.#path !== null) rmSync(this.#path, { recursive: true, force: true });
    this.#path = null;
  }
}

/** @returns the body, or a promise of it where it is in a file @throws {Error} when that cannot be read */
export function unpack(body: unknown): unknown {
  return isInFile(body) ? take(body.inFile) : body;
}

async function take(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  void rm(file, { force: true }).catch(() => undefined);
  return JSON.parse(text);
}

function isInFile(body: unknown): body is InFile {
  return typeof body === "object" && body !== null && typeof (body as Partial<InFile>).inFile === "string";
}

/** Does one thing after the other, at once as long as nothing has to be waited for. */
export class InOrder {
  #waiting = 0;
  #last = Promise.resolve();

  /** @param use is not called where the body was lost */
  take(body: unknown, use: (body: unknown) => void): void {
    const unpacked = unpack(body);
    if (this.#waiting === 0 && !(unpacked instanceof Promise)) {
      use(unpacked);
      return;
    }
    this.#waiting++;
    const before = this.#last;
    this.#last = (async () => {
      const [, read] = await Promise.allSettled([before, unpacked]);
      this.#waiting--;
      if (read.status === "fulfilled") use(read.value);
      else console.error(read.reason);
    })();
  }
}
