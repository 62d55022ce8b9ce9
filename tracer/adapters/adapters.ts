/**
 * The adapters, and their way into the program: whatever package of theirs is loaded is given to its adapter, each copy
 * and each version of it.
 */
import { syncBuiltinESMExports } from "node:module";
import { pathToFileURL } from "node:url";
import type { Adapter, Tell } from "./adapter.js";
import { watchEvents } from "./events.js";
import { watchFiles } from "./files.js";
import { interceptModules } from "./interception.js";
import { NamedWaits, type Constructing, type UnitOp } from "./named-waits.js";
import { watchNetwork } from "./network.js";
import { PACKAGES } from "./packages.js";
import { packageOf, versionOf } from "./package-of.js";
import { watchStreams } from "./streams.js";
import { watchIntervals } from "./timers.js";
import { watchReferences } from "./unreferenced.js";
import { watchWebStreams } from "./web-streams.js";

/** The name under which the lines at the ends of modules find us. */
const KEY = "sluice.adapters";

export interface AdaptersHost {
  readonly tell: Tell;
  readonly constructing: Constructing;
  readonly unitOp: UnitOp;
  /** Something of the program cannot be looked at. */
  readonly note: (text: string) => void;
  /** The functions of this file are a package's insides, not the program's. */
  readonly inside: (file: string) => void;
}

type Adapt = (name: string, value: unknown) => unknown;

export class Adapters {
  readonly #host: AdaptersHost;
  readonly #byName = new Map<string, Adapter>(PACKAGES.map((adapter) => [adapter.package, adapter]));
  readonly #adapts = new Map<string, Adapt>();
  /** Folders of packages that were met, and whether they are known to work. */
  readonly #met = new Map<string, boolean>();
  #isFound = false;

  constructor(host: AdaptersHost) {
    this.#host = host;
  }

  start(): void {
    this.#watchNode();
    interceptModules({
      concern: (path) => this.#byName.has(packageOf(`${path}/`)?.package ?? ""),
      of: (file) => {
        try {
          return this.#endingOf(file);
        } catch {
          return null;
        }
      },
    });
  }

  /** What Node itself has in place of channels. */
  #watchNode(): void {
    const waits = new NamedWaits(this.#host.tell, this.#host.constructing, this.#host.unitOp);
    const all = [
      ...[watchReferences, watchEvents, watchFiles, watchIntervals],
      ...[watchNetwork, watchStreams, watchWebStreams],
    ];
    for (const watch of all) {
      try {
        watch(waits);
      } catch {
        // Another Node than those that are known: what waits in it is told as I/O.
      }
    }
    syncBuiltinESMExports();
  }

  #endingOf(file: string): string | null {
    const place = packageOf(file);
    const adapter = place === null ? undefined : this.#byName.get(place.package);
    if (place === null || adapter === undefined || !this.#isKnown(adapter, place.folder)) return null;
    this.#host.inside(file);
    this.#host.inside(pathToFileURL(file).href);
    const code = adapter.modules[place.path];
    if (code === undefined) return null;
    this.#beFound();
    return `\n;globalThis.process?.[Symbol.for("${KEY}")]?.("${adapter.package}",($)=>{${code}});\n`;
  }

  /** Only where there is something to find us. */
  #beFound(): void {
    if (this.#isFound) return;
    this.#isFound = true;
    Object.defineProperty(process, Symbol.for(KEY), { value: this.#adapt });
  }

  #isKnown(adapter: Adapter, folder: string): boolean {
    const known = this.#met.get(folder);
    if (known !== undefined) return known;
    const version = versionOf(folder);
    const works = version !== null && adapter.knows(version.major, version.minor);
    this.#met.set(folder, works);
    const which = `${adapter.package} ${version?.text ?? "of an unknown version"}`;
    if (!works)
      this.#host.note(`${which} is not a version that is known: what waits in it is told as promises`);
    return works;
  }

  /** Called by each module of a package at its end. */
  readonly #adapt = (name: string, replace: (adapt: Adapt) => void): void => {
    try {
      let adapt = this.#adapts.get(name);
      if (adapt === undefined) {
        adapt = this.#byName.get(name)?.start(this.#host.tell) ?? ((_name, value) => value);
        this.#adapts.set(name, adapt);
      }
      replace(adapt);
    } catch {
      this.#host.note(`${name} is not made as it is known to be: what waits in it is told as promises`);
    }
  };
}
