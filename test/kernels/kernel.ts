/**
 * A kernel: a small program with a known bug, or a correct one that looks like a bug. What is to be found stands in
 * the program's own text:
 *
 *     // found: lock-cycle; by transfer, audit ×2; at accounts, ledger
 *
 * names the kind, the tasks and the primitives of the one finding, and `/*blocked: name*\/` stands before each `await`
 * on the stack of one of those tasks. With the argument "fixed" the program takes its mended course. A program without
 * a `found` line is correct, whatever it looks like.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Finding } from "../../server/detect/finding.js";
import type { Site } from "../../server/model/task.js";
import { blockedSites, loopSites } from "../integration/support/marks.js";

export type Source = "go" | "promises" | "variants" | "look-alikes";

export interface Kernel {
  /** "go/cockroach-584" */
  readonly name: string;
  readonly source: Source;
  readonly file: string;
  /** What is to be found in it; null in a correct program. */
  readonly bug: Bug | null;
}

export interface Bug {
  readonly kind: Finding["kind"];
  readonly certain: boolean;
  /** Sorted; a task that is there several times is named as often. */
  readonly tasks: readonly string[];
  readonly primitives: readonly string[];
  readonly sites: readonly Site[];
}

const folder = join(import.meta.dirname, "../programs/kernels");
const SOURCES: readonly Source[] = ["go", "promises", "variants", "look-alikes"];
const PROGRAM = /\.(mjs|cjs|js|mts|cts|ts)$/;
const FOUND = /^\/\/ found( without proof)?: ([\w-]+)(?:; by ([^;\n]+))?(?:; at ([^;\n]+))?$/m;

/** All kernels whose name matches, in the order of their sources and names. */
export function kernels(only = /./): Kernel[] {
  return SOURCES.flatMap((source) => kernelsOf(source)).filter(({ name }) => only.test(name));
}

function kernelsOf(source: Source): Kernel[] {
  return readdirSync(join(folder, source))
    .filter((file) => PROGRAM.test(file))
    .sort()
    .map((file) => readKernel(source, join(folder, source, file)));
}

function readKernel(source: Source, file: string): Kernel {
  const name = relative(folder, file).replace(PROGRAM, "").replaceAll("\\", "/");
  const found = FOUND.exec(readFileSync(file, "utf8"));
  if ((found === null) !== (source === "look-alikes")) {
    throw new Error(`${basename(file)}: a kernel says what is found in it, and a look-alike has nothing`);
  }
  if (found === null) return { name, source, file, bug: null };
  const [, unproved, kind = "", tasks = "", primitives = ""] = found;
  const bug: Bug = {
    kind: kind as Finding["kind"],
    certain: unproved === undefined,
    tasks: listed(tasks).flatMap(repeated).sort(),
    primitives: listed(primitives).sort(),
    sites: [...blockedSites(file), ...loopSites(file)],
  };
  return { name, source, file, bug };
}

function listed(names: string): string[] {
  return names === "" ? [] : names.split(/, | and /);
}

/** "worker ×3" is three times "worker". */
function repeated(name: string): string[] {
  const [, alone = name, count = "1"] = /^(.*) ×(\d+)$/.exec(name) ?? [];
  return Array.from({ length: Number(count) }, () => alone);
}
