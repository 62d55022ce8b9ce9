/** Comments that silence, in the editor as in a run: one meaning for both. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  codeOfFinding,
  codesOfKind,
  isFindingKind,
  isRefuted,
  RULE_CODES,
} from "../../../server/codes/codes.js";
import { FINDING_KINDS } from "../../../server/detect/detectors.js";
import { lintText, NO_OPTIONS, type LintOptions } from "../../../server/lsp/lint.js";
import { applyChanges } from "./changes.js";

const HEAD = 'import { background, withCancel } from "sluice";\n';
const LOST = "export const [ctx] = withCancel(background());";

async function told(text: string, options: LintOptions = NO_OPTIONS): Promise<string[]> {
  return (await lintText(HEAD + text, "typescript", options)).problems.map(({ code }) => code);
}

describe("a silencing comment", () => {
  it("speaks for its own line, and alone on a line for the next", async () => {
    assert.deepEqual(await told(`${LOST}\n`), ["ctx/lost-cancel"]);
    assert.deepEqual(await told(`${LOST} // sluice-ignore ctx/lost-cancel: for good\n`), []);
    assert.deepEqual(await told(`// sluice-ignore ctx/lost-cancel: for good\n${LOST}\n`), []);
    assert.deepEqual(await told(`// sluice-ignore ctx/lost-cancel: for good\n\n${LOST}\n`), [
      "silencer/unused",
      "ctx/lost-cancel",
    ]);
  });

  it("may name the kind that the tracer finds", async () => {
    assert.deepEqual(await told(`${LOST} // sluice-ignore lost-cancel: for good\n`), []);
    assert.deepEqual(await told(`${LOST} // sluice-ignore leak: another thing\n`), ["ctx/lost-cancel"]);
  });

  it("is told, and can be removed, when it silences nothing", async () => {
    const text =
      "// sluice-ignore chan/double-close: gone\nexport const a = 1; // sluice-ignore sync/copied: gone\n";
    const { problems } = await lintText(text, "typescript", NO_OPTIONS);
    assert.deepEqual(
      problems.map(({ code, message }) => `${code}: ${message}`),
      [
        "silencer/unused: there is no chan/double-close here to silence",
        "silencer/unused: there is no sync/copied here to silence",
      ],
    );
    const changes = problems.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.changes));
    assert.equal(applyChanges(text, changes), "export const a = 1;\n");
  });

  it("is not judged when its rule is off, or only a run can judge it", async () => {
    const off = { ...NO_OPTIONS, levels: { "chan/double-close": "off" } } as const;
    assert.deepEqual(await told("// sluice-ignore chan/double-close: gone\n", off), []);
    for (const kind of FINDING_KINDS) assert.deepEqual(await told(`// sluice-ignore ${kind}: perhaps\n`), []);
    assert.deepEqual(await told("// sluice-ignore chan/tpyo: what\n"), ["silencer/unknown"]);
  });
});

describe("codes and kinds", () => {
  it("know every kind of finding, and lead to codes that there are", () => {
    for (const kind of FINDING_KINDS) {
      assert.ok(isFindingKind(kind), kind);
      for (const code of codesOfKind(kind)) assert.ok(RULE_CODES.includes(code));
    }
  });

  it("are refuted by a run that would have shown them, and shows nothing of the kind", () => {
    assert.ok(isRefuted("sync/await-in-lock", []));
    assert.ok(isRefuted("chan/never-closed", ["lock-order"]));
    assert.ok(!isRefuted("chan/never-closed", ["leak"]));
    assert.ok(!isRefuted("sync/lock-order", ["lock-cycle"]));
    // Of these a run may be silent although they happened.
    assert.ok(!isRefuted("ctx/lost-cancel", []));
    assert.ok(!isRefuted("promise/stale-write", []));
    assert.ok(!isRefuted("task/captured-var", []));
  });

  it("name a stuck task by what it waits for", () => {
    assert.equal(codeOfFinding("leak", "send"), "chan/send-no-receiver");
    assert.equal(codeOfFinding("deadlock", "receive"), "chan/recv-no-sender");
    assert.equal(codeOfFinding("leak", "lock"), "sync/unlock-path");
    assert.equal(codeOfFinding("leak", "timer"), undefined);
    assert.equal(codeOfFinding("lost-cancel", null), "ctx/lost-cancel");
    assert.equal(codeOfFinding("stalled-loop", null), undefined);
    assert.equal(codeOfFinding("constructor", null), undefined);
  });
});
