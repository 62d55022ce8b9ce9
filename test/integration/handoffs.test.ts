/** Who handed on to whom, as a recording tells it: each way of doing so, in a real program. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Handoff } from "../../server/model/tasks.js";
import type { Tree } from "../../server/model/tree.js";
import { replay } from "../../server/session/replay.js";
import { nodes } from "./support/nodes.js";
import { program, sluice } from "./support/sluice.js";

interface Told {
  /** "sender > receiver by direct" */
  readonly words: string;
  readonly to: number;
  readonly lastedUs: number;
}

async function handoffsOf(node: string, name: string, args: readonly string[] = []): Promise<Told[]> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-handoffs-"));
  try {
    const recording = join(folder, "run.sluice");
    await sluice("run", "--quiet", "--node", node, "--record", recording, program(name), ...args);
    const handoffs: Handoff[] = [];
    const names = new Map<number, string>();
    const model: Tree = await replay(recording, Infinity, (fresh) => {
      fresh.watch({
        handedOn: (one) => handoffs.push(one),
        // Those that are over are forgotten in the end.
        taskChanged: (of, id) => names.set(id, of.originOf(id)?.name || (names.get(id) ?? "")),
        primitiveChanged: () => undefined,
      });
    });
    return handoffs.map(({ from, to, primitive, fromUs, toUs }) => {
      const by = primitive === null ? "" : ` by ${model.primitive(primitive)?.name ?? "?"}`;
      const words = `${names.get(from) ?? "?"} > ${names.get(to) ?? "?"}${by}`;
      return { words, to, lastedUs: toUs - fromUs };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const node of nodes) {
  describe(`what is handed on, on Node ${node.version}`, { concurrency: 2 }, () => {
    it("is told with who gave and who took it, whatever it goes through", async () => {
      const told = await handoffsOf(node.path, "flow/handoffs.mjs");
      const words = new Set(told.map((one) => one.words));
      const expected = [
        "sender > receiver by direct",
        "stuffer > emptier by full",
        "closer > listener by closing",
        "holder > locksmith by mutex",
        "guest > visitor by permits",
        "counted > waiter by group",
        "signaller > sleeper by cond",
        "resolver > promised",
      ];
      for (const one of expected) assert.ok(words.has(one), `${one} is not among\n${[...words].join("\n")}`);
      // Nobody else had to do with these.
      for (const name of ["direct", "full", "closing", "mutex", "permits", "group", "cond"]) {
        const by = [...words].filter((one) => one.endsWith(` by ${name}`));
        assert.equal(by.length, 1, by.join("\n"));
      }
      const buffered = told.filter((one) => one.words === "stuffer > emptier by full");
      assert.equal(buffered.length, 2);
      assert.ok(
        buffered.every(({ lastedUs }) => lastedUs > 40_000),
        "they lay in the buffer meanwhile",
      );
    });

    it("is told of each of many who waited at one channel", async () => {
      const told = await handoffsOf(node.path, "flow/crowd.mjs");
      const takers = told.filter((one) => one.words === "sender > receiver by crowd").map(({ to }) => to);
      assert.equal(takers.length, 100);
      assert.equal(new Set(takers).size, 100);
    });

    it("leads from each stage of a pipeline to the next, also where nobody waits for long", async () => {
      const told = await handoffsOf(node.path, "flow/slow-third.mjs", ["30"]);
      const words = new Set(told.map((one) => one.words));
      const expected = [
        "fetchPages > parse by read",
        "parse > resize by parsed",
        "resize > store by resized",
      ];
      assert.deepEqual([...words].filter((one) => one.includes(" by ")).sort(), expected.sort());
    });
  });
}
