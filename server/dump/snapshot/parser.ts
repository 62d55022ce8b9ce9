/**
 * A heap snapshot, read while it arrives.
 *
 * V8 sends it as one JSON text, in pieces that end anywhere; of a big heap that text is longer than a string may
 * be. So it is read character by character: the numbers go straight into typed arrays, whose sizes the head of
 * the text tells, and the strings into a list. Sections that are of no use here are passed over.
 */
import { Snapshot, type SnapshotMeta } from "./snapshot.js";

/** The text is no heap snapshot, or ended early. */
export class SnapshotError extends Error {
  override name = "SnapshotError";
}

interface Head {
  readonly meta: SnapshotMeta;
  readonly node_count: number;
  readonly edge_count: number;
}

const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const OPENING = 91;
const BACKSLASH = 92;
const CLOSING = 93;

const FIRST_SECTION = /"nodes"\s*:\s*\[/;
const NEXT_SECTION = /"(\w+)"\s*:\s*\[/;

type Section = "head" | "between" | "numbers" | "skipped" | "strings";

export class SnapshotParser {
  #section: Section = "head";
  /** Text that is not understood before more of it is there. */
  #kept = "";
  #snapshot: Snapshot | null = null;

  #take: (value: number) => void = () => undefined;
  #number = 0;
  #inNumber = false;
  #depth = 0;
  #inString = false;
  #hasEscape = false;
  #done = false;

  push(text: string): void {
    let at = 0;
    while (at < text.length) at = this.#step(text, at);
  }

  /** @throws {SnapshotError} when the text ended early. */
  finish(): Snapshot {
    if (this.#snapshot === null || !this.#done) throw new SnapshotError("the heap snapshot ended early");
    return this.#snapshot;
  }

  /** Reads on from a place, at most to the end of a section. Returns the place after what it read. */
  #step(text: string, at: number): number {
    switch (this.#section) {
      case "head":
        return this.#readHead(text, at);
      case "between":
        return this.#readBetween(text, at);
      case "numbers":
        return this.#readNumbers(text, at);
      case "skipped":
        return this.#skip(text, at);
      case "strings":
        return this.#readStrings(text, at);
    }
  }

  #readHead(text: string, at: number): number {
    const before = this.#kept.length;
    this.#kept += text.slice(at);
    const match = FIRST_SECTION.exec(this.#kept);
    if (match === null) return text.length;
    const json = this.#kept.slice(0, match.index).replace(/,\s*$/, "}");
    const end = match.index + match[0].length;
    this.#kept = "";
    const { snapshot } = JSON.parse(json) as { snapshot: Head };
    this.#snapshot = new Snapshot(snapshot.meta, snapshot.node_count, snapshot.edge_count);
    this.#begin("nodes");
    return at + end - before;
  }

  #readBetween(text: string, at: number): number {
    const before = this.#kept.length;
    this.#kept += text.slice(at, at + 200);
    const match = NEXT_SECTION.exec(this.#kept);
    if (match === null) {
      if (this.#kept.length > 1000) throw new SnapshotError("the heap snapshot has an unknown form");
      return Math.min(text.length, at + 200);
    }
    const end = match.index + match[0].length;
    this.#kept = "";
    this.#begin(match[1] ?? "");
    return at + end - before;
  }

  #begin(name: string): void {
    const snapshot = this.#snapshot;
    if (snapshot === null) return;
    this.#number = 0;
    this.#inNumber = false;
    if (name === "strings") this.#section = "strings";
    else if (name === "nodes" || name === "edges") {
      this.#section = "numbers";
      this.#take = snapshot.taker(name);
    } else {
      this.#section = "skipped";
      this.#depth = 1;
    }
  }

  #readNumbers(text: string, from: number): number {
    const take = this.#take;
    let number = this.#number;
    let inNumber = this.#inNumber;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= ZERO && code <= NINE) {
        number = number * 10 + code - ZERO;
        inNumber = true;
      } else if (code === COMMA || code === CLOSING) {
        if (inNumber) take(number);
        number = 0;
        inNumber = false;
        if (code === CLOSING) {
          this.#section = "between";
          at++;
          break;
        }
      }
    }
    this.#number = number;
    this.#inNumber = inNumber;
    return at;
  }

  #skip(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === OPENING) this.#depth++;
      else if (code === CLOSING && --this.#depth === 0) {
        this.#section = "between";
        return at + 1;
      }
    }
    return text.length;
  }

  #readStrings(text: string, from: number): number {
    if (this.#inString) return this.#readString(text, from);
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#inString = true;
        return at + 1;
      }
      if (code === CLOSING) {
        this.#section = "between";
        this.#done = true;
        return text.length;
      }
    }
    return text.length;
  }

  #readString(text: string, from: number): number {
    let at = from;
    // A backslash at the end of the last piece takes the first character of this one.
    if (endsWithOpenEscape(this.#kept)) at++;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        this.#hasEscape = true;
        at++;
      } else if (code === QUOTE) {
        const raw = this.#kept + text.slice(from, at);
        this.#snapshot?.strings.push(this.#hasEscape ? (JSON.parse(`"${raw}"`) as string) : raw);
        this.#kept = "";
        this.#inString = false;
        this.#hasEscape = false;
        return at + 1;
      }
    }
    this.#kept += text.slice(from);
    return text.length;
  }
}

/** Whether an odd number of backslashes stands at the end. */
function endsWithOpenEscape(text: string): boolean {
  let count = 0;
  while (text.charCodeAt(text.length - 1 - count) === BACKSLASH) count++;
  return count % 2 === 1;
}
