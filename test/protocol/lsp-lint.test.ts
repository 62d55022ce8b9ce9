/** What the rules tell, as an editor meets it: diagnostics that come and go, fixes, settings, and what runs have seen. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { existsSync, readFileSync } from "node:fs";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver-protocol";
import { applied, LintEditor } from "./support/lint-editor.js";

const FORGETS = `import { chan } from "sluice";

export const jobs = chan<string>(1);

export async function start(): Promise<void> {
  jobs.send("first");
}
`;

const LEAKS = `import { chan, go } from "sluice";

export const results = chan<string>();
go(async () => {
  await results.receive();
});
`;

function found(path: string, line: number, kind = "leak", wait: string | null = "receive") {
  return { kind, wait, certain: true, message: "12 tasks wait", file: path, line, column: 3, count: 12 };
}

function textOf(diagnostic: Diagnostic | undefined): string {
  const { message = "" } = diagnostic ?? {};
  return typeof message === "string" ? message : message.value;
}

describe("the rules in an editor", () => {
  it("tell as the text is typed, offer a fix, and are silent when it is taken", async () => {
    await using editor = await LintEditor.start();
    const document = await editor.open("untitled:Untitled-1", "typescript", FORGETS);
    const [told, ...more] = await editor.diagnostics(document);
    assert.ok(told);
    assert.deepEqual(more, []);
    assert.equal(told.code, "chan/missing-await");
    assert.equal(told.source, "sluice");
    assert.equal(told.severity, DiagnosticSeverity.Warning);
    assert.deepEqual(told.range, { start: { line: 5, character: 2 }, end: { line: 5, character: 20 } });

    const actions = await editor.actions(document, told, ["quickfix"]);
    assert.deepEqual(
      actions.map(({ title }) => title),
      ["Add await", "Silence chan/missing-await here with a comment"],
    );
    const fix = actions[0]!;
    assert.equal(fix.isPreferred, true);
    assert.equal(applied(document, fix), FORGETS.replace("jobs.send", "await jobs.send"));
    const fixed = await editor.replace(document, applied(document, fix));
    assert.deepEqual(await editor.diagnostics(fixed), []);

    const silenced = await editor.replace(fixed, applied(document, actions[1]!));
    assert.deepEqual(await editor.diagnostics(silenced), []);
  });

  it("link each code to its chapter in the page of rules", async () => {
    await using editor = await LintEditor.start();
    const document = await editor.open("untitled:Untitled-1", "typescript", FORGETS);
    const [told] = await editor.diagnostics(document);
    const [, page = "", line = ""] = /^(.+)#L(\d+)$/.exec(told?.codeDescription?.href ?? "") ?? [];
    assert.ok(existsSync(fileURLToPath(page)));
    assert.equal(
      readFileSync(fileURLToPath(page), "utf8").split("\n")[Number(line) - 1],
      "## chan/missing-await",
    );
  });

  it("follow the settings, and a document's end", async () => {
    await using editor = await LintEditor.start({
      enabled: true,
      severity: { "chan/missing-await": "error" },
    });
    const document = await editor.open("untitled:Untitled-1", "typescript", FORGETS);
    const strict = await editor.diagnostics(document, ([one]) => one?.severity === DiagnosticSeverity.Error);
    assert.equal(strict.length, 1);
    await editor.configure({ enabled: true, severity: { "chan/missing-await": "off", nonsense: 7 } });
    assert.deepEqual(await editor.diagnostics(document, (all) => all.length === 0), []);
    await editor.configure({ enabled: true, severity: {} });
    await editor.diagnostics(document, ([one]) => one?.severity === DiagnosticSeverity.Warning);
    await editor.configure({ enabled: false });
    await editor.diagnostics(document, (all) => all.length === 0);
    await editor.configure({ enabled: true });
    await editor.diagnostics(document, (all) => all.length === 1);
    await editor.close(document);
    await editor.silence(document);
  });

  it("are silent in other people's packages", async () => {
    await using editor = await LintEditor.start();
    const uri = pathToFileURL(join(tmpdir(), "node_modules/other/index.ts")).href;
    assert.deepEqual(await editor.diagnostics(await editor.open(uri, "typescript", FORGETS)), []);
  });

  it("leave to ESLint what the project has it look for", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sluice-lint-"));
    try {
      const text = "export const a = new Promise(async (resolve) => {\n  resolve(await fetch('x'));\n});\n";
      await using editor = await LintEditor.start();
      const uri = pathToFileURL(join(folder, "a.ts")).href;
      const before = await editor.open(uri, "typescript", text);
      assert.equal((await editor.diagnostics(before)).length, 1);
      await editor.close(before);
      await writeFile(
        join(folder, "eslint.config.js"),
        'export default [{ rules: { "no-async-promise-executor": "error" } }];\n',
      );
      await using other = await LintEditor.start();
      const after = await other.open(uri, "typescript", text);
      assert.deepEqual(await other.diagnostics(after), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("what the last run found", () => {
  const path = join(tmpdir(), "sluice-last-run.ts");
  const uri = pathToFileURL(path).href;

  it("is told on its line with the rule's code, follows the line, and goes with it", async () => {
    await using editor = await LintEditor.start();
    let document = await editor.open(uri, "typescript", LEAKS);
    assert.deepEqual(await editor.diagnostics(document), []);
    await editor.tellLastRun([
      found(path, 5),
      found(path, 1, "stalled-loop", null),
      found("/elsewhere.ts", 5),
    ]);
    const [seen, ...more] = await editor.diagnostics(document, (all) => all.length > 0);
    assert.deepEqual(more, []);
    assert.equal(seen?.code, "chan/recv-no-sender");
    assert.equal(seen.message, "leak: 12 tasks wait (seen 12 times in the last run)");
    assert.deepEqual(seen.range, { start: { line: 4, character: 2 }, end: { line: 4, character: 26 } });
    assert.equal(seen.severity, DiagnosticSeverity.Error);

    document = await editor.replace(document, `// a line more\n${LEAKS}`);
    assert.equal((await editor.diagnostics(document))[0]?.range.start.line, 5);

    const [silence] = await editor.actions(document, (await editor.diagnostics(document))[0]!);
    assert.equal(silence?.title, "Silence leak here with a comment");
    const silenced = await editor.replace(document, applied(document, silence));
    assert.deepEqual(await editor.diagnostics(silenced), []);

    document = await editor.replace(silenced, LEAKS.replace("await results.receive();", ""));
    assert.deepEqual(await editor.diagnostics(document), []);
  });

  it("is left to a client that shows it by itself, and can be silenced there", async () => {
    await using editor = await LintEditor.start();
    const document = await editor.open(uri, "typescript", LEAKS);
    await editor.tellLastRun([found(path, 5)]);
    await editor.diagnostics(document, (all) => all.length === 1);
    await editor.tellLastRun([{ ...found(path, 5), shown: true }]);
    assert.deepEqual(await editor.diagnostics(document, (all) => all.length === 0), []);
    const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 2 } };
    const [silence] = await editor.actions(document, { range, message: "12 tasks wait", source: "sluice" });
    assert.equal(silence?.title, "Silence leak here with a comment");
    assert.equal(silence.diagnostics?.[0]?.message, "12 tasks wait");
  });

  it("is joined with what a rule says of the same line", async () => {
    await using editor = await LintEditor.start();
    const text = LEAKS.replace("export const", "const");
    const document = await editor.open(uri, "typescript", text);
    assert.equal((await editor.diagnostics(document)).length, 1);
    await editor.tellLastRun([found(path, 5)]);
    const [joined, ...more] = await editor.diagnostics(document, ([one]) => textOf(one).includes("last run"));
    assert.deepEqual(more, []);
    assert.equal(
      joined?.message,
      "nobody sends on results or closes it: this waits for ever (seen 12 times in the last run)",
    );
    await editor.tellLastRun([]);
    await editor.diagnostics(document, ([one]) => !textOf(one).includes("last run"));
  });

  it("marks a warning whose line ran a thousand times without it", async () => {
    await using editor = await LintEditor.start();
    const text = LEAKS.replace("export const", "const");
    let document = await editor.open(uri, "typescript", text);
    const warning = "nobody sends on results or closes it: this waits for ever";
    const line = { file: path, line: 5, text: "await results.receive();", count: 1204 };
    const marked = `${warning} (ran 1,204 times in the last run without it)`;
    const isPlain = ([one]: readonly Diagnostic[]): boolean => textOf(one) === warning;

    await editor.diagnostics(document, isPlain);
    await editor.tellLastRun([], { lines: [line], found: [] });
    await editor.diagnostics(document, ([one]) => textOf(one) === marked);
    document = await editor.replace(document, `// a line more\n${text}`);
    assert.equal(textOf((await editor.diagnostics(document))[0]), marked);
    document = await editor.replace(
      document,
      text.replace("await results.receive", "await  results.receive"),
    );
    assert.equal(textOf((await editor.diagnostics(document))[0]), warning);

    document = await editor.replace(document, text);
    assert.equal(textOf((await editor.diagnostics(document))[0]), marked);
    // A task that is stuck anywhere may be its doing.
    await editor.tellLastRun([], { lines: [line], found: ["leak"] });
    await editor.diagnostics(document, isPlain);
    await editor.tellLastRun([], { lines: [line], found: ["lock-order"] });
    await editor.diagnostics(document, ([one]) => textOf(one) === marked);
    await editor.tellLastRun([], { lines: [{ ...line, count: 999 }], found: [] });
    await editor.diagnostics(document, isPlain);
    await editor.tellLastRun([found(path, 5)], { lines: [line], found: [] });
    await editor.diagnostics(document, ([one]) => textOf(one).endsWith("(seen 12 times in the last run)"));
  });
});
