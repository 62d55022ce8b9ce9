/**
 * Known bugs in programs that nobody prepared, dumped from outside. `npm run kernels -- --dump` takes all of them; here are
 * some for each thing that a heap must be understood for.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dumpKernel } from "../kernels/dumped.js";
import { kernels } from "../kernels/kernel.js";
import { mistakeInDump } from "../kernels/verdict.js";
import { nodes } from "./support/nodes.js";

const CHOSEN: Readonly<Record<string, string>> = {
  "go/cockroach-1055": "primitives in variables of a module",
  "go/kubernetes-62464": "a lock that is asked for again, below a task that is waited for",
  "go/serving-2137": "tasks by the names that they were given",
  "promises/ring-of-three": "calls that await each other, with one who awaits the ring",
  "variants/circular-memo": "a call that awaits itself by way of a map",
};

/** A dump takes seconds: on other Nodes than this one, what differs most between their heaps. */
const ELSEWHERE = new Set(["go/cockroach-1055", "promises/ring-of-three"]);

for (const { version, path } of nodes) {
  const chosen = Object.entries(CHOSEN).filter(([name]) => path === process.execPath || ELSEWHERE.has(name));
  describe(`A dump of a kernel on ${version}`, { concurrency: 2 }, () => {
    for (const [name, what] of chosen) {
      const [kernel] = kernels(new RegExp(`^${name}$`));
      assert(kernel, name);
      it(`finds ${what} (${name})`, async () => {
        const verdicts = await dumpKernel(kernel, path, false);
        assert(verdicts !== null);
        assert.equal(mistakeInDump(verdicts, kernel.bug), null);
      });
      it(`has nothing to say of the mended ${name}`, async () => {
        const verdicts = await dumpKernel(kernel, path, true);
        assert.equal(mistakeInDump(verdicts ?? [], null), null);
      });
    }
  });
}
