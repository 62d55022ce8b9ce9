import fs from "node:fs";

// Taken before the program, or we, can replace it.
const { readFileSync } = fs;

/** Where a file stands in a package. */
export interface PlaceInPackage {
  readonly package: string;
  /** Of the package, with a slash at its end. */
  readonly folder: string;
  /** Of the file in the package, with slashes as on the web. */
  readonly path: string;
}

const MODULES = "/node_modules/";

/** The innermost package that the file belongs to, by its path alone. */
export function packageOf(file: string): PlaceInPackage | null {
  const path = file.includes("\\") ? file.replaceAll("\\", "/") : file;
  const at = path.lastIndexOf(MODULES);
  if (at < 0) return null;
  const start = at + MODULES.length;
  const firstSlash = path.indexOf("/", start);
  const end = path[start] === "@" && firstSlash >= 0 ? path.indexOf("/", firstSlash + 1) : firstSlash;
  if (end < 0) return null;
  return { package: path.slice(start, end), folder: path.slice(0, end + 1), path: path.slice(end + 1) };
}

export interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** What the package's manifest says; null where it says nothing that can be read. */
export function versionOf(folder: string): Version | null {
  try {
    const { version } = JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as { version?: unknown };
    const parts = typeof version === "string" ? /^(\d+)\.(\d+)/.exec(version) : null;
    if (parts === null) return null;
    return { text: String(version), major: Number(parts[1]), minor: Number(parts[2]) };
  } catch {
    return null;
  }
}
