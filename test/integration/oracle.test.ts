/** On random programs the tracer agrees with the programs' own account of where each function is suspended. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Site, Task } from "../../server/model/task.js";
import { Follower } from "../../server/session/follower.js";
import { nodes } from "./support/nodes.js";
import { RandomProgram } from "./support/random-program.js";
import { execute, preload } from "./support/sluice.js";

interface Suspended {
  readonly name: string;
  readonly line: number;
  /** Index of the instance that awaits this one directly. */
  readonly awaiter: number | null;
}

/** What a program tells of itself at its end. */
interface Account {
  readonly awaits: number;
  readonly suspended: readonly Suspended[];
}

/** More of them: SLUICE_ORACLE_PROGRAMS=500 npm test -- integration */
const PROGRAMS = Number(process.env["SLUICE_ORACLE_PROGRAMS"] ?? 6);

/** Stacks of all tasks, innermost first, as "f2:14 < f5:33"; in a stable order. */
function stacksOf(suspended: readonly Suspended[]): string[] {
  const awaited = new Set(suspended.map(({ awaiter }) => awaiter));
  const innermost = suspended.filter((_, index) => !awaited.has(index));
  return innermost.map((one) => {
    const frames: string[] = [];
    for (let at: Suspended | undefined = one; at !== undefined; at = suspended[at.awaiter ?? -1]) {
      frames.push(`${at.name}:${at.line}`);
    }
    return frames.join(" < ");
  });
}

/** What the tracer says of a random program, and what the program says of itself. */
async function compare(
  node: string,
  seed: number,
  hot: boolean,
): Promise<{ told: Task[]; known: readonly Suspended[] }> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-oracle-"));
  try {
    const path = join(folder, seed % 2 === 0 ? "program.mjs" : "program.cjs");
    const recording = join(folder, "program.sluice");
    await writeFile(path, new RandomProgram(seed * 7919, { functions: 12, statements: 9, hot }).text);
    const env = { ...process.env, SLUICE_RECORDING: recording };
    const { stdout, stderr } = await execute(node, ["--require", preload, path], env);
    assert.equal(stderr, "");
    const follower = new Follower(recording);
    await follower.finish();
    assert.equal(follower.error, null);
    const { awaits, suspended } = JSON.parse(stdout) as Account;
    seen.awaits += awaits;
    seen.suspended += suspended.length;
    return { told: [...follower.model.liveTasks()], known: suspended };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const seen = { awaits: 0, suspended: 0 };

if (process.env["SLUICE_ORACLE_PROGRAMS"] !== undefined) {
  after(() => console.error(`${seen.awaits} awaits, of which ${seen.suspended} never ended`));
}

const frameText = (site: Site): string => `${site.function}:${site.line}`;

for (const node of nodes) {
  describe(`oracle on Node ${node.version}`, { concurrency: 2 }, () => {
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      it(`agrees on every task and every frame of program ${seed}`, async () => {
        const { told, known } = await compare(node.path, seed, false);
        const stacks = told
          .filter(({ stack }) => stack.length > 0)
          .map(({ stack }) => stack.map(frameText).join(" < "));
        assert.deepEqual(stacks.sort(), stacksOf(known).sort());
      });

      it(`says nothing wrong about program ${seed} when it is too hot for stacks`, async () => {
        const { told, known } = await compare(node.path, seed, true);
        const places = new Set(known.map(({ name, line }) => `${name}:${line}`));
        const wrong = told.flatMap(({ stack }) => stack.map(frameText)).filter((frame) => !places.has(frame));
        assert.deepEqual(wrong, []);
      });
    }
  });
}
