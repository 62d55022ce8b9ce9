/** Which boxes have to do with each other, and how many tasks wait there. A link that was seen once stays. */
import type { EdgeKind } from "../../media/wire/facts.js";

export interface Link {
  readonly kind: EdgeKind;
  /** Of a site. */
  readonly site: number;
  /** Of a group of primitives, or of a site for `start` and `await`. */
  readonly other: number;
  waiting: number;
}

const KINDS: readonly EdgeKind[] = ["send", "receive", "take", "hold", "start", "await"];

const OTHERS_AT_MOST = 2 ** 24;

export class Links {
  readonly #links = new Map<number, Link>();

  of(kind: EdgeKind, site: number, other: number): Link {
    const key = (site * OTHERS_AT_MOST + other) * KINDS.length + KINDS.indexOf(kind);
    let link = this.#links.get(key);
    if (link === undefined) {
      link = { kind, site, other, waiting: 0 };
      this.#links.set(key, link);
    }
    return link;
  }

  has(kind: EdgeKind, site: number, other: number): boolean {
    return this.#links.has((site * OTHERS_AT_MOST + other) * KINDS.length + KINDS.indexOf(kind));
  }

  all(): Iterable<Link> {
    return this.#links.values();
  }
}
