/**
 * Ids that are unique within one tree, made of those that each recording counts from 1. Whole blocks of ids are given
 * out, in the order in which they are asked for: so a program of one thread keeps the ids that its tracer gave, those
 * of others stay small numbers, and nothing is remembered for each id.
 */
const BLOCK = 1000;

export class IdBlocks<Owner> {
  readonly #blocks: { readonly owner: Owner; readonly block: number }[] = [];

  /** The ids of one recording as those of the tree. */
  of(owner: Owner): (id: number) => number {
    const blocks: number[] = [];
    return (id) => {
      const block = Math.floor(id / BLOCK);
      const given = (blocks[block] ??= this.#blocks.push({ owner, block }) - 1);
      return given * BLOCK + (id % BLOCK);
    };
  }

  /** Whose recording this id of the tree is from. */
  ownerOf(id: number): Owner | undefined {
    return this.#blocks[Math.floor(id / BLOCK)]?.owner;
  }

  /** What this id of the tree is in its own recording. */
  inRecording(id: number): number {
    return (this.#blocks[Math.floor(id / BLOCK)]?.block ?? 0) * BLOCK + (id % BLOCK);
  }
}
