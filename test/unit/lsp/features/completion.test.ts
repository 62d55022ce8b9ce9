import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CompletionItem } from "vscode-languageserver-protocol";
import { complete } from "../../../../server/lsp/completion.js";
import type { LanguageId } from "../../../../server/lsp/languages.js";
import { CURSOR } from "../apply.js";

async function items(text: string, language: LanguageId = "typescript") {
  const offset = text.indexOf(CURSOR);
  const plain = text.slice(0, offset) + text.slice(offset + 1);
  const document = TextDocument.create("file:///project/a.ts", language, 1, plain);
  const list = await complete(document, document.positionAt(offset), { snippets: false });
  return { document, items: list.items };
}

function applied(document: TextDocument, item: CompletionItem | undefined): string {
  assert.ok(item?.textEdit && "range" in item.textEdit);
  const { range } = item.textEdit;
  // What has been typed is the beginning of what editors compare it with.
  const typed = document.getText(range);
  assert.ok((item.filterText ?? item.label).startsWith(typed.split("(")[0] ?? ""), typed);
  return TextDocument.applyEdits(document, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
}

async function accept(text: string, label: string, language?: LanguageId): Promise<string> {
  const found = await items(text, language);
  return applied(
    found.document,
    found.items.find((item) => item.label === label),
  );
}

async function labels(text: string): Promise<string[]> {
  return (await items(text)).items.map(({ label }) => label);
}

const IMPORT = 'import { after, chan, select, Ticker, withCancel, background } from "sluice";\n';

describe("the cases inside of select(", () => {
  it("are those of the channels in scope", async () => {
    const text = `${IMPORT}const jobs = chan();
const [ctx] = withCancel(background());
const ticker = new Ticker(5);
const count = 1;
{ const hidden = chan(); }
async function f(results: SendChannel<number>, other) {
  await select(|);
}`.replace("background }", "background, type SendChannel }");
    assert.deepEqual(await labels(text), [
      "results.onSend",
      "jobs.onReceive",
      "jobs.onSend",
      "ctx.done().onReceive",
      "ticker.channel.onReceive",
      "after",
      "otherwise",
    ]);
  });

  it("are offered for each argument, typed or not, and nowhere else", async () => {
    const start = `${IMPORT}const jobs = chan();\n`;
    for (const text of [
      "select(jo|)",
      "select(jobs.onReceive(), |)",
      "select(\n  jobs.onReceive(),\n  jo|\n)",
      "await select(\n  |",
    ]) {
      assert.ok((await labels(start + text)).includes("jobs.onReceive"), text);
    }
    for (const text of ["select(jobs.onReceive(|))", "f(|)", "select(() => { f(|) })", "x.select(|)"]) {
      assert.ok(!(await labels(start + text)).includes("jobs.onReceive"), text);
    }
  });

  it("bring their imports along", async () => {
    const text = 'import { chan, select } from "sluice";\nconst jobs = chan();\nselect(|);\n';
    assert.match(
      await accept(text, "otherwise"),
      /^import \{ chan, select, otherwise \} .*\nselect\(otherwise\(\(\) => \{/s,
    );
    assert.match(await accept(text, "jobs.onReceive"), /select\(jobs\.onReceive\(\(value, ok\) => \{/);
  });
});

describe("the completions behind a dot", () => {
  const chans = 'import { chan, Mutex } from "sluice";\nconst jobs = chan();\nconst mutex = new Mutex();\n';

  it("fit what stands before it", async () => {
    assert.deepEqual((await labels(`${chans}jobs.|`)).sort(), [
      "fanout",
      "ordone",
      "pipe",
      "pool",
      "range",
      "tee",
      "within",
    ]);
    assert.deepEqual(await labels(`${chans}mutex.|`), ["section"]);
    assert.deepEqual(await labels(`${chans}const x = mutex.|`), []);
    assert.deepEqual(await labels("fetch(url).|"), ["within", "retry"]);
    assert.deepEqual(await labels("function f(unknown) { unknown.| }"), []);
    const anything = ["pool", "merge", "within", "retry"];
    for (const text of ["function f(unknown) { unknown.p| }", "read(path).p|", "this.jobs.p|"]) {
      assert.deepEqual(await labels(text), anything, text);
    }
    assert.deepEqual(await labels('import fs from "node:fs";\nfs.re|'), []);
    assert.deepEqual(await labels("console.w|"), []);
    for (const text of ["1.|", "...|", "// jobs.|", "'jobs.|'"])
      assert.deepEqual(await labels(text), [], text);
  });

  it("do not take the end of a comment's line for a dot", async () => {
    for (const text of [
      "// Said.\ngo|",
      "/* One, */\ngo|",
      "// (sluice\n// two,\ngo|",
      "f(a);\n// see b.\n|",
    ]) {
      assert.ok((await labels(text)).includes("gopool"), text);
    }
  });

  it("replace it, and bring imports and functions along", async () => {
    assert.equal(
      await accept(`${chans}const results = jobs.po|;\n`, "pool"),
      `${chans.replace("Mutex }", "Mutex, workerPool }")}const results = workerPool(4, jobs, async (job) => {\n\treturn job;\n});\n`,
    );
    const text = "async function main() {\n  const text = await fetch(url).re|;\n}\n";
    const retried = await accept(text, "retry", "javascript");
    assert.match(
      retried,
      /^import \{ sleep \} from "sluice";\n\nasync function main\(\) \{\n  const text = await retry\(\(\) => fetch\(url\)\);\n\}\n\nasync function retry\(attempt, signal\) \{\n  let pauseMs/,
    );
    // The function is there once.
    const twice = await accept(
      retried.replace("fetch(url));", "fetch(url));\n  await fetch(other).|"),
      "retry",
      "javascript",
    );
    assert.equal(twice.match(/function retry/g)?.length, 1);
    assert.match(
      await accept("const chans = f();\nconst all = chans.m|", "merge"),
      /^import \{ fanIn \} .*const all = fanIn\(\.\.\.chans\)$/s,
    );
    assert.match(
      await accept("[1, 2].|", "pool"),
      /^await mapBounded\(\[1, 2\], async \(item\) => \{\n\treturn item;\n\}\)\n\nasync function mapBounded</,
    );
  });
});
