/** How often lines ran, for a run that is to be counted: what the editor is told, and that the program sees nothing of it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, describe, it } from "node:test";
import { promisify } from "node:util";
import type { CountsTold } from "../../server/dap/protocol.js";
import { Adapter } from "./support/adapter.js";
import { launchOf, program, recordings, root } from "./support/programs.js";

const execute = promisify(execFile);

let adapter: Adapter;
afterEach(() => adapter.stop());

/** @returns what was told of the lines at the run's end; undefined where nothing was */
async function countsOf(name: string, rest: object = {}): Promise<CountsTold | undefined> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name, { countRuns: true, ...rest }));
  await adapter.ended();
  return adapter.eventsOf("sluice/counts")[0]?.body as CountsTold | undefined;
}

async function leftBehind(): Promise<string[]> {
  const names = await readdir(recordings()).catch(() => []);
  return names.filter((name) => name.endsWith(".counts"));
}

describe("a run that is counted", () => {
  it("tells of the lines that ran often, and which kinds of mistakes it had", async () => {
    const told = await countsOf("counts/hot-lock.mjs");
    assert.deepEqual(told?.found, []);
    const [file, ...others] = told.files;
    assert.deepEqual(
      others.map((one) => one.file),
      [],
    );
    assert.equal(basename(file?.file ?? ""), "hot-lock.mjs");
    assert.deepEqual(
      file?.lines.map(({ line, text, count }) => `${line} ${count} ${text}`),
      [
        "7 1200 async function note() {",
        "8 1200 await cache.lock();",
        "9 1200 try {",
        "10 1200 return await news.receive();",
        "11 1200 } finally {",
        "12 1200 cache.unlock();",
        "13 1200 }",
        "14 1200 }",
        "17 1200 await news.send(turn);",
        "18 1200 await note();",
        "19 1200 }",
      ],
    );
    assert.deepEqual(await leftBehind(), []);
  });

  it("names the kinds that it found, silenced ones among them", async () => {
    const told = await countsOf("counts/leaks-as-well.mjs", { ignore: ["leak:**"] });
    assert.deepEqual(told?.found, ["leak"]);
    assert.deepEqual(adapter.eventsOf("sluice/findings"), []);
  });

  it("tells nothing when it is ended before its end, or nobody asked", async () => {
    adapter = await Adapter.start();
    await adapter.begin("launch", launchOf("behaviour/waits.mjs", { countRuns: true }));
    await adapter.until("its first word", () => adapter.output("stdout").length > 0);
    await adapter.customRequest("terminate");
    await adapter.ended();
    assert.deepEqual(adapter.eventsOf("sluice/counts"), []);
    assert.deepEqual(await leftBehind(), []);
    await adapter.stop();
    assert.equal(await countsOf("counts/hot-lock.mjs", { countRuns: false }), undefined);
  });

  it("leaves the counting to the user who does it already", async () => {
    const env = { NODE_V8_COVERAGE: await mkdtemp(join(tmpdir(), "sluice-the-users-own-")) };
    assert.equal(await countsOf("counts/hot-lock.mjs", { env }), undefined);
    const own = await readdir(env.NODE_V8_COVERAGE);
    assert.equal(own.length, 1);
    await rm(env.NODE_V8_COVERAGE, { recursive: true });
  });

  for (const name of ["looks-at-itself.cjs", "looks-at-process.cjs", "print-options.cjs", "order.mjs"]) {
    it(`does not show to ${name}`, async () => {
      await countsOf(`behaviour/${name}`);
      const plain = await execute(process.execPath, [program(`behaviour/${name}`)], { cwd: root });
      assert.equal(adapter.output("stdout"), plain.stdout);
      assert.equal(adapter.output("stderr"), plain.stderr);
    });
  }
});
