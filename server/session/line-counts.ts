/**
 * How often each line of a program ran, as V8 counted it: in blocks, from offset to offset of what it compiled. What is
 * told of a line is the least of its parts: a line of which something was passed over, or waited for in vain, did not run.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { eachMapping, TraceMap } from "@jridgewell/trace-mapping";
import { SourceMaps, toPath } from "./source-maps.js";

export interface FileCounts {
  readonly file: string;
  readonly lines: readonly LineCount[];
}

export interface LineCount {
  /** Counted from 1. */
  readonly line: number;
  /** What stands on it, without the white space around. */
  readonly text: string;
  readonly count: number;
}

/** What Node writes. */
interface Coverage {
  readonly result: readonly ScriptCoverage[];
  readonly "source-map-cache"?: Readonly<Record<string, CachedMap>>;
}

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** Of a file that a loader compiled on the way in. */
interface CachedMap {
  readonly lineLengths?: readonly number[];
  readonly data?: object | null;
}

/** From here on, until the next one, code ran so often. */
interface Piece {
  readonly start: number;
  readonly count: number;
}

/**
 * @param folder into which Node wrote; one that is not there holds no counts
 * @param atLeast lines that ran less often are left out
 * @param besides a folder whose files are not the program's
 */
export async function readLineCounts(
  folder: string,
  atLeast: number,
  besides: string,
): Promise<FileCounts[]> {
  const names = await readdir(folder).catch(() => []);
  const read = names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as Coverage);
  const maps = new SourceMaps();
  const byFile = new Map<string, Map<number, number>>();
  for (const coverage of await Promise.all(read)) {
    for (const script of coverage.result) {
      if (!isOwn(script.url, besides)) continue;
      await countScript(script, coverage["source-map-cache"]?.[script.url], maps, (file, line, count) => {
        const lines = byFile.get(file) ?? new Map<number, number>();
        byFile.set(file, lines);
        lines.set(line, Math.min(count, lines.get(line) ?? Infinity));
      });
    }
  }
  const files = [...byFile].map(([file, lines]) => withTexts(file, lines, atLeast));
  return (await Promise.all(files)).filter(({ lines }) => lines.length > 0);
}

/** Neither a package's nor Node's. */
function isOwn(url: string, besides: string): boolean {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return false;
  return !toPath(url).startsWith(join(besides, sep));
}

type Tell = (file: string, line: number, count: number) => void;

async function countScript(
  { url, functions }: ScriptCoverage,
  cached: CachedMap | undefined,
  maps: SourceMaps,
  tell: Tell,
): Promise<void> {
  const pieces = piecesOf(functions.flatMap(({ ranges }) => ranges));
  const path = toPath(url);
  if (cached?.data && cached.lineLengths) {
    const map = new TraceMap(cached.data as ConstructorParameters<typeof TraceMap>[0], url);
    countMapped(pieces, map, startsOf(cached.lineLengths), tell);
    return;
  }
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return;
  const lines = text.split("\n");
  const starts = startsOf(lines.map(({ length }) => length));
  const map = maps.mapOf(url);
  if (map !== null) {
    countMapped(pieces, map, starts, tell);
    return;
  }
  lines.forEach((line, index) => {
    const start = (starts[index] ?? 0) + line.length - line.trimStart().length;
    const end = (starts[index] ?? 0) + line.trimEnd().length;
    if (start < end) tell(path, index + 1, leastWithin(pieces, start, end));
  });
}

/** By each place that the map knows. */
function countMapped(pieces: readonly Piece[], map: TraceMap, starts: readonly number[], tell: Tell): void {
  eachMapping(map, ({ generatedLine, generatedColumn, source, originalLine }) => {
    const start = starts[generatedLine - 1];
    if (source === null || start === undefined) return;
    const offset = start + generatedColumn;
    tell(toPath(source), originalLine, leastWithin(pieces, offset, offset + 1));
  });
}

/** Ranges lie within each other, and the innermost has the say. */
function piecesOf(ranges: readonly Range[]): Piece[] {
  const sorted = [...ranges].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const pieces: Piece[] = [];
  const open: Range[] = [];
  const closeUntil = (offset: number): void => {
    for (let inner = open.at(-1); inner && inner.endOffset <= offset; inner = open.at(-1)) {
      open.pop();
      pieces.push({ start: inner.endOffset, count: open.at(-1)?.count ?? 0 });
    }
  };
  for (const range of sorted) {
    closeUntil(range.startOffset);
    open.push(range);
    pieces.push({ start: range.startOffset, count: range.count });
  }
  closeUntil(Infinity);
  return pieces;
}

function leastWithin(pieces: readonly Piece[], start: number, end: number): number {
  let least = Infinity;
  for (let at = lastAt(pieces, start); at < pieces.length; at++) {
    const piece = pieces[at];
    if (!piece || piece.start >= end) break;
    // Of several that begin at one place the last is what is there.
    if ((pieces[at + 1]?.start ?? Infinity) > Math.max(piece.start, start))
      least = Math.min(least, piece.count);
  }
  return least === Infinity ? 0 : least;
}

/** The last piece that begins at the offset or before it; the first where none does. */
function lastAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Offsets of the lines of a text, each of which ends with one character more. */
function startsOf(lengths: readonly number[]): number[] {
  let start = 0;
  return lengths.map((length) => {
    const own = start;
    start += length + 1;
    return own;
  });
}

async function withTexts(
  file: string,
  counts: ReadonlyMap<number, number>,
  atLeast: number,
): Promise<FileCounts> {
  const often = [...counts].filter(([, count]) => count >= atLeast);
  if (often.length === 0) return { file, lines: [] };
  const texts = (await readFile(file, "utf8").catch(() => "")).split(/\r?\n/);
  const lines = often.flatMap(([line, count]) => {
    const text = texts[line - 1]?.trim() ?? "";
    return text === "" ? [] : [{ line, text, count }];
  });
  return { file, lines: lines.sort((a, b) => a.line - b.line) };
}
