/**
 * A way for what is large past the protocol's stream. A client such as VS Code passes each message through processes that
 * its user and other extensions wait for, twice; a file that it takes for itself holds up none of them.
 */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InFile } from "./protocol.js";

/** In characters of JSON. */
const LARGE = 16_000;

export class LargeBodies {
  readonly #folder: string | null;

  /** @param folder where the client finds such files, and clears them away; null: it knows nothing of that */
  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** The body itself, or the file that it is in. */
  pack(body: unknown): unknown {
    if (this.#folder === null || typeof body !== "object" || body === null) return body;
    const text = JSON.stringify(body);
    if (text.length < LARGE) return body;
    const packed: InFile = { inFile: join(this.#folder, `${randomUUID()}.json`) };
    try {
      writeFileSync(packed.inFile, text, { flag: "wx", mode: 0o600 });
    } catch {
      // A full disk, or a client that is gone: the stream takes it as well.
      return body;
    }
    return packed;
  }
}
