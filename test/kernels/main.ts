/** `npm run kernels`: every kernel, buggy and fixed, and what was said of it, as a table. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sluice } from "../integration/support/sluice.js";
import type { Report } from "../../server/cli/report.js";
import { kernels, type Bug, type Kernel } from "./kernel.js";
import { dumpKernel } from "./dumped.js";
import { Tally, type Face } from "./tally.js";
import { mistakeIn, mistakeInDump, verdictsOfReport, type Verdict } from "./verdict.js";
import { watchKernel } from "./watched.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    node: { type: "string", default: process.execPath },
    jobs: { type: "string", default: "4" },
    dump: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), "sluice-kernels-"));
const tally = new Tally();
let lastRecording = 0;

/** One course of one kernel, as the options want it to be looked at. */
async function judge(kernel: Kernel, fixed: boolean): Promise<void> {
  if (values.dump) await judgeDump(kernel, fixed);
  else await judgeRun(kernel, fixed);
}

/** From outside, without a tracer: what ends by itself is left out. */
async function judgeDump(kernel: Kernel, fixed: boolean): Promise<void> {
  try {
    const verdicts = await dumpKernel(kernel, values.node, fixed);
    if (verdicts === null) return;
    note("dump", kernel, fixed, verdicts, mistakeInDump(verdicts, fixed ? null : kernel.bug));
  } catch (error) {
    note("dump", kernel, fixed, [], error instanceof Error ? error.message : String(error));
  }
}

/** Live and from the recording. */
async function judgeRun(kernel: Kernel, fixed: boolean): Promise<void> {
  const expected = fixed ? null : kernel.bug;
  const recording = join(folder, `${++lastRecording}.sluice`);
  try {
    const watched = await watchKernel(kernel, expected, { node: values.node, fixed, leaks: true, recording });
    const wrongKind = watched.wrongKinds.map((kind) => `told as ${kind} first`).at(0) ?? null;
    note("live", kernel, fixed, watched.verdicts, mistakeIn(watched.verdicts, expected) ?? wrongKind);
    const { stdout, stderr } = await sluice("report", recording);
    if (stdout === "") throw new Error(stderr);
    const verdicts = verdictsOfReport(JSON.parse(stdout) as Report);
    note("recording", kernel, fixed, verdicts, mistakeIn(verdicts, expected));
  } catch (error) {
    note("live", kernel, fixed, [], error instanceof Error ? error.message : String(error));
  } finally {
    await rm(recording, { force: true });
  }
}

function note(
  face: Face,
  kernel: Kernel,
  fixed: boolean,
  verdicts: readonly Verdict[],
  mistake: string | null,
): void {
  const bug: Bug | null = fixed ? null : kernel.bug;
  tally.add(face, kernel.source, bug?.kind ?? null, mistake === null);
  const title = `${kernel.name}${fixed ? " fixed" : ""} ${face}`;
  if (mistake !== null) console.error(`${title}: ${mistake}`);
  if (values.verbose) console.error(JSON.stringify({ title, kernel: kernel.name, fixed, face, verdicts }));
}

const courses = kernels(new RegExp(values.only)).flatMap((kernel) =>
  kernel.bug === null ? [{ kernel, fixed: false }] : [false, true].map((fixed) => ({ kernel, fixed })),
);
const queue = Array.from({ length: Number(values.runs) }, () => courses).flat();
try {
  await Promise.all(
    Array.from({ length: Number(values.jobs) }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await judge(next.kernel, next.fixed);
      }
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(tally.table());
process.exitCode = tally.allRight ? 0 : 1;
