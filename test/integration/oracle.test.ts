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

/** The first ones, and those that have found a mistake. */
const SEEDS = new Set([...Array.from({ length: PROGRAMS }, (_, index) => index + 1), 111, 128, 146]);

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

interface Comparison {
  readonly told: readonly Task[];
  readonly known: readonly Suspended[];
  /** Lines that await what others await as well: in a program too hot for stacks nobody can tell their places. */
  readonly shared: ReadonlySet<number>;
}

/** What the tracer says of a random program, and what the program says of itself. */
async function compare(node: string, seed: number, hot: boolean): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-oracle-"));
  try {
    const path = join(folder, seed % 2 === 0 ? "program.mjs" : "program.cjs");
    const recording = join(folder, "program.sluice");
    const { text } = new RandomProgram(seed * 7919, { functions: 12, statements: 9, hot });
    await writeFile(path, text);
    const env = { ...process.env, SLUICE_RECORDING: recording };
    const { stdout, stderr } = await execute(node, ["--require", preload, path], env);
    assert.equal(stderr, "");
    const follower = new Follower(recording);
    await follower.finish();
    assert.equal(follower.error, null);
    const { awaits, suspended } = JSON.parse(stdout) as Account;
    seen.awaits += awaits;
    seen.suspended += suspended.length;
    const lines = text.split("\n").flatMap((line, index) => (line.includes("await shared") ? index + 1 : []));
    return { told: [...follower.model.liveTasks()], known: suspended, shared: new Set(lines) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const seen = { awaits: 0, suspended: 0 };

if (process.env["SLUICE_ORACLE_PROGRAMS"] !== undefined) {
  after(() => console.error(`${seen.awaits} awaits, of which ${seen.suspended} never ended`));
}

const stackText = ({ stack }: Task): string =>
  stack.map((site: Site) => `${site.function}:${site.line}`).join(" < ");

/** Those of `all` that are not among `some`, each as often as it is there more often; and the other way round. */
function difference(all: readonly string[], some: readonly string[]): { left: string[]; extra: string[] } {
  const left = [...all];
  const extra = some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { left, extra };
}

for (const node of nodes) {
  describe(`oracle on Node ${node.version}`, { concurrency: 2 }, () => {
    for (const seed of SEEDS) {
      it(`agrees on every task and every frame of program ${seed}`, async () => {
        const { told, known, shared } = await compare(node.path, seed, false);
        const placed = told.filter(({ stack }) => stack.length > 0);
        const { left, extra } = difference(stacksOf(known), placed.map(stackText));
        assert.deepEqual(extra, []);
        // What is left are tasks that are told to have no known place, and rightly.
        const placeless = told.filter((task) => task.stack.length === 0 && task.wait?.op === "promise");
        assert.deepEqual(left.map(outermost).sort(), placeless.map(({ name }) => name).sort());
        for (const stack of left) assert.ok(shared.has(lineOfInnermost(stack)), stack);
      });

      it(`says nothing wrong about program ${seed} when it is too hot for stacks`, async () => {
        const { told, known } = await compare(node.path, seed, true);
        const frames = told.flatMap((task) => (task.stack.length === 0 ? [] : stackText(task).split(" < ")));
        // No function is told to be suspended more often than it is.
        const places = known.map(({ name, line }) => `${name}:${line}`);
        assert.deepEqual(difference(places, frames).extra, []);
        assert.deepEqual(
          told.filter(({ id, wait }) => wait?.task === id),
          [],
        );
      });
    }
  });
}

function outermost(stack: string): string {
  return stack.slice(stack.lastIndexOf(" ") + 1).replace(/:.*/, "");
}

function lineOfInnermost(stack: string): number {
  return Number(/:(\d+)/.exec(stack)?.[1]);
}
