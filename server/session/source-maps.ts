import { readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { SiteMapper } from "../model/task-views.js";
import type { Site } from "../model/task.js";
import { awaitBefore } from "./await-before.js";
import type { WireFrame } from "../../tracer/wire/index.js";

const INLINE = "data:application/json";
const SOURCE_MAPPING_URL = /^[ \t]*\/\/[#@] sourceMappingURL=(\S+)[ \t]*$/gm;

/**
 * Turns places as they ran into places as they were written. Maps come from the recording (of files that a
 * loader compiled in the program's memory), else from beside the file on disk. Where there is no map the place
 * that ran is the place that was written.
 */
export class SourceMaps implements SiteMapper {
  readonly #maps = new Map<string, TraceMap | null>();
  readonly #texts = new Map<string, string | null>();
  // Thousands of tasks stand at one place, and whoever tells of them keeps one frame for it.
  #sites = new WeakMap<WireFrame, Site>();
  #awaits = new WeakMap<WireFrame, Site>();

  /** A map that the recording carries, as JSON. One that cannot be parsed is none. */
  add(file: string, json: string): void {
    this.#forget();
    this.#maps.set(file, parse(json, file));
  }

  /** The same, as the URL of its own that a compiled text ends with. */
  addInline(file: string, url: string): void {
    const map = parse(decodeInline(url), file);
    this.#forget();
    // A debugger tells every file by its URL; stacks tell one of CommonJS by its path.
    for (const name of [file, toPath(file)]) this.#maps.set(name, map);
  }

  map(frame: WireFrame): Site {
    let site = this.#sites.get(frame);
    if (site === undefined) this.#sites.set(frame, (site = this.#mapped(frame)));
    return site;
  }

  #mapped(frame: WireFrame): Site {
    const path = toPath(frame.file);
    const site: Site = { function: frame.function, file: path, line: frame.line, column: frame.column };
    const map = this.mapOf(frame.file, path);
    if (map === null) return site;
    // Columns are 0-based in source maps.
    const { source, line, column } = originalPositionFor(map, { line: frame.line, column: frame.column - 1 });
    if (source === null) return site;
    return { ...site, file: toPath(source), line, column: column + 1 };
  }

  mapToAwait(frame: WireFrame): Site {
    let site = this.#awaits.get(frame);
    if (site === undefined) this.#awaits.set(frame, (site = this.#awaitOf(this.map(frame))));
    return site;
  }

  #awaitOf(site: Site): Site {
    const text = this.#textOf(site.file);
    return text === null ? site : { ...site, ...awaitBefore(text, site) };
  }

  /** Where a map is new, places may be others. */
  #forget(): void {
    this.#sites = new WeakMap();
    this.#awaits = new WeakMap();
  }

  #textOf(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = isAbsolute(path) ? readText(path) : null;
    this.#texts.set(path, text);
    return text;
  }

  /** @param file as the engine calls it */
  mapOf(file: string, path = toPath(file)): TraceMap | null {
    const known = this.#maps.get(file);
    if (known !== undefined) return known;
    const map = isAbsolute(path) ? readMapBeside(path) : null;
    this.#maps.set(file, map);
    return map;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The source is not there (any more): the place stays as it is.
    return null;
  }
}

function readMapBeside(path: string): TraceMap | null {
  try {
    const url = lastMappingUrl(readFileSync(path, "utf8"));
    if (url === null) return null;
    if (url.startsWith(INLINE)) return parse(decodeInline(url), path);
    const mapPath = resolve(dirname(path), decodeURIComponent(url));
    return parse(readFileSync(mapPath, "utf8"), mapPath);
  } catch {
    // The file is not there (any more), or its map is not: places are told as they ran.
    return null;
  }
}

function lastMappingUrl(text: string): string | null {
  let url: string | null = null;
  for (const match of text.matchAll(SOURCE_MAPPING_URL)) url = match[1] ?? url;
  return url;
}

function decodeInline(url: string): string {
  const comma = url.indexOf(",");
  const body = url.slice(comma + 1);
  const isBase64 = url.slice(0, comma).endsWith(";base64");
  return isBase64 ? Buffer.from(body, "base64").toString("utf8") : decodeURIComponent(body);
}

function parse(json: string, file: string): TraceMap | null {
  try {
    return new TraceMap(json, isAbsolute(file) ? pathToFileURL(file).href : file);
  } catch {
    return null;
  }
}

/** Of what the engine calls a file. */
export function toPath(file: string): string {
  if (!file.startsWith("file:")) return file;
  try {
    // Loaders mark compiled modules by a query (tsx: "?namespace=...").
    return fileURLToPath(new URL(file.replace(/[?#].*$/, "")));
  } catch {
    return file;
  }
}
