import { findSourceMap } from "node:module";

/**
 * Source maps that exist only in this process: those of files that a loader compiled on the way in. They are
 * there when the loader switched Node's source maps on (tsx does). Maps that lie beside a file on disk are left
 * to the reader.
 */
export class SourceMaps {
  readonly #asked = new Set<string>();

  /** The map of `file` as JSON the first time that it is asked for; null afterwards, and where there is none. */
  notToldYet(file: string): string | null {
    if (this.#asked.has(file)) return null;
    this.#asked.add(file);
    try {
      const payload = findSourceMap(file)?.payload;
      return payload === undefined ? null : JSON.stringify({ ...payload, sourcesContent: undefined });
    } catch {
      // A map that Node cannot read is no map: places are then told as they ran.
      return null;
    }
  }
}
