import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attachArguments, launchArguments } from "../../../server/dap/arguments.js";
import { answerCustom } from "../../../server/dap/custom-requests.js";
import { Numbers } from "../../../server/dap/numbers.js";
import { skipFilesOf } from "../../../server/dap/skip-files.js";

describe("a launch configuration", () => {
  it("needs a program only", () => {
    assert.deepEqual(launchArguments({ program: "/app/main.ts" }), {
      request: {
        program: "/app/main.ts",
        args: [],
        cwd: process.cwd(),
        runtimeArgs: [],
        countRuns: false,
      },
      console: "internalConsole",
      skipFiles: [],
      ignored: [],
    });
  });

  it("has rules of what is not to be told", () => {
    const { ignored } = launchArguments({ program: "a", ignore: ["leak:**/old/**", "*:b.ts"] });
    assert.deepEqual(
      ignored.map(({ kind }) => kind),
      ["leak", "*"],
    );
    assert.ok(ignored[0]?.files.test("/app/old/x.ts"));
  });

  it("is refused with the name of the attribute that is wrong", () => {
    const wrong: [object, RegExp][] = [
      [{}, /"program" is missing/],
      [{ program: "" }, /"program" is missing/],
      [{ program: 3 }, /"program" must be a string/],
      [{ program: "a", args: "b" }, /"args" must be a list of strings/],
      [{ program: "a", env: { A: 1 } }, /"env" must map names/],
      [{ program: "a", countRuns: "yes" }, /"countRuns" must be true or false/],
      [{ program: "a", ignore: ["nonsense:*"] }, /"ignore" has "nonsense:\*": give <kind>:<glob of files>/],
      [{ program: "a", console: "none" }, /"console" must be one of internalConsole/],
    ];
    for (const [configuration, message] of wrong)
      assert.throws(() => launchArguments(configuration), { message });
  });
});

describe("an attach configuration", () => {
  it("takes the process id as a number or as text", () => {
    for (const processId of [12, "12"]) {
      assert.deepEqual(attachArguments({ processId }).to, { kind: "process", pid: 12 });
    }
  });

  it("takes a recording instead", () => {
    const { to } = attachArguments({ recording: "/tmp/a.sluice" });
    assert.deepEqual(to, { kind: "recording", file: "/tmp/a.sluice" });
  });

  it("is refused without one", () => {
    for (const processId of [undefined, "", "x", 0, 1.5, null]) {
      assert.throws(() => attachArguments({ processId }), { message: /"processId" is missing/ });
    }
  });
});

describe("custom requests", () => {
  it("are answered before there is a program", () => {
    assert.deepEqual(answerCustom(null, "sluice/rows", { view: "tasks" }), { rows: [], total: 0 });
    assert.deepEqual(answerCustom(null, "sluice/details", { view: "tasks", id: "t1" }), {
      details: null,
    });
  });

  it("are refused when they make no sense", () => {
    assert.throws(() => answerCustom(null, "sluice/rows", undefined), { message: /"view" must be/ });
    assert.throws(() => answerCustom(null, "sluice/rows", { view: "tasks", limit: -1 }));
    assert.throws(() => answerCustom(null, "sluice/nothing", {}), { message: /unknown request/ });
  });
});

describe("skipFiles", () => {
  const skips = skipFilesOf(["**/node_modules/**", "<node_internals>/**", "!**/node_modules/mine/**"]);
  for (const [file, skipped] of [
    ["/app/main.ts", false],
    ["/app/node_modules/x/y.js", true],
    ["C:\\app\\node_modules\\x\\y.js", true],
    ["/app/node_modules/mine/y.js", false],
    ["/app/node_modules.ts", false],
  ] as const) {
    it(`${skipped ? "skips" : "keeps"} ${file}`, () => assert.equal(skips(file), skipped));
  }
});

describe("numbers for keys", () => {
  it("stay the same while they are used, and are never used twice", () => {
    const numbers = new Numbers(2);
    const a = numbers.of("a");
    const b = numbers.of("b");
    assert.equal(numbers.of("a"), a);
    const c = numbers.of("c");
    assert.equal(numbers.keyOf(b), undefined);
    assert.equal(numbers.keyOf(a), "a");
    assert.equal(new Set([a, b, c]).size, 3);
  });
});
