/** node:fs/promises: what is done with which file. */
import fs from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { watchNext } from "./iteration.js";
import type { Named, NamedWaits } from "./named-waits.js";
import { wrapFunction } from "./wrapping.js";

/** In words, before the name of the file. */
const DOING: Readonly<Record<string, string>> = {
  readFile: "reading file",
  writeFile: "writing file",
  appendFile: "appending to file",
  copyFile: "copying file",
  open: "opening file",
  readdir: "reading folder",
  mkdir: "making folder",
  stat: "looking at file",
  lstat: "looking at file",
  access: "looking at file",
  rename: "renaming file",
  unlink: "removing file",
  rm: "removing file",
};

export function watchFiles(waits: NamedWaits): void {
  for (const [name, doing] of Object.entries(DOING)) {
    const named = waits.promising((_self, [path]) => ({ op: "io", name: () => `${doing} ${nameOf(path)}` }));
    wrapFunction(fs.promises, name, named);
  }
  watchChanges(waits);
}

/** Whoever iterates over a watcher waits for the next change. */
function watchChanges(waits: NamedWaits): void {
  wrapFunction(fs.promises, "watch", (self, args, watch, caller) => {
    const iterator = Reflect.apply(watch, self, args);
    const [path, options] = args as [unknown, { persistent?: unknown } | undefined];
    const persistent = options?.persistent;
    const changes: Named = {
      op: "io",
      name: () => `a change of ${nameOf(path)}`,
      unreferenced: () => persistent === false,
    };
    watchNext(iterator, waits.repeated(changes, caller));
    return iterator;
  });
}

function nameOf(path: unknown): string {
  if (typeof path === "string") return basename(path);
  return path instanceof URL && path.protocol === "file:" ? basename(fileURLToPath(path)) : "";
}
