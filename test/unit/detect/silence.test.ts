/** What silences a finding, and what is told of a silencer that silences nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FINDING_KINDS } from "../../../server/detect/detectors.js";
import type { Finding } from "../../../server/detect/finding.js";
import { globOf, silence, type IgnoreRule } from "../../../server/detect/silence.js";
import { silencersIn } from "../../../server/codes/silencer.js";

const FILE = "/app/src/pool.ts";

function finding(line: number, kind: Finding["kind"] = "leak"): Finding {
  const sites = [{ file: FILE, line, column: 3, function: "work" }];
  return { kind, certain: true, message: `at ${line}`, tasks: [], primitives: [], sites };
}

function heard(findings: readonly Finding[], text: string, rules: readonly IgnoreRule[] = []) {
  const {
    findings: left,
    silenced,
    unused,
  } = silence(findings, silencersIn(FILE, text), rules, FINDING_KINDS);
  return {
    left: left.map(({ message }) => message),
    reasons: silenced.map(({ reason }) => reason),
    unused: unused.map((one) => ("text" in one ? one.text : one.line)),
  };
}

function ignore(kind: IgnoreRule["kind"], glob: string): IgnoreRule {
  return { text: `${kind}:${glob}`, kind, files: globOf(glob) };
}

describe("a silencing comment", () => {
  it("speaks for its own line, and alone on a line for the next", () => {
    const own = "a();\nawait b(); // sluice-ignore leak: the pool outlives it\nc();\n";
    assert.deepEqual(heard([finding(2), finding(3)], own), {
      left: ["at 3"],
      reasons: ["the pool outlives it"],
      unused: [],
    });
    const above = "a();\n  // sluice-ignore leak: known\nawait b();\n";
    assert.deepEqual(heard([finding(3), finding(1)], above), {
      left: ["at 1"],
      reasons: ["known"],
      unused: [],
    });
  });

  it("speaks of its kind alone, and is told when it silences nothing", () => {
    assert.deepEqual(heard([finding(1, "deadlock")], "await b(); // sluice-ignore leak: no\n"), {
      left: ["at 1"],
      reasons: [],
      unused: [1],
    });
  });

  it("may name the code that the kind has in the editor", () => {
    const text = "await b(); // sluice-ignore ctx/lost-cancel: it ends with the program\n";
    assert.deepEqual(heard([finding(1, "lost-cancel"), finding(1, "leak")], text), {
      left: ["at 1"],
      reasons: ["it ends with the program"],
      unused: [],
    });
  });

  it("is not ours to judge when it is about a code of the language server's", () => {
    assert.deepEqual(heard([], "send(1); // sluice-ignore chan/missing-await: meant\n").unused, []);
  });
});

describe("a rule", () => {
  it("silences by kind and file, from any folder of the path on", () => {
    for (const glob of ["pool.ts", "src/pool.ts", "src/*.ts", "**/*.ts", "/app/**", "app/**/pool.ts"]) {
      assert.deepEqual(heard([finding(2)], "", [ignore("leak", glob)]).left, [], glob);
    }
    for (const glob of ["ool.ts", "src", "app/*.ts", "*.js"]) {
      const { left, unused } = heard([finding(2)], "", [ignore("leak", glob)]);
      assert.deepEqual([left, unused], [["at 2"], [`leak:${glob}`]], glob);
    }
    assert.deepEqual(heard([finding(2)], "", [ignore("deadlock", "pool.ts")]).left, ["at 2"]);
    assert.deepEqual(heard([finding(2)], "", [ignore("*", "pool.ts")]).left, []);
  });
});
