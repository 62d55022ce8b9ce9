/** A tree that was carried over from key stroke to key stroke is the tree of its text. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { parse, type Syntax } from "../../../server/lsp/parser.js";

const source = readFileSync(join(import.meta.dirname, "../../../server/lsp/import-edit.ts"), "utf8");

/** Kinds and places of all nodes: what a tree says. */
function shape(tree: ts.SourceFile): string[] {
  const nodes: string[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(`${node.kind} ${node.pos} ${node.end}`);
    ts.forEachChild(node, (child) => {
      assert.equal(child.parent, node);
      visit(child);
    });
  };
  visit(tree);
  return nodes;
}

function anew(text: string): ts.SourceFile {
  const options = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile("document", text, options, true, ts.ScriptKind.TS);
}

/** A cheap generator of numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

const PIECES = [
  "a",
  " ",
  "\n",
  "{",
  "}",
  "(",
  ")",
  ";",
  "`",
  "${",
  '"',
  "/*",
  "*/",
  "//",
  "async ",
  "await ",
  "=> ",
  ".",
  "<",
  "class C {",
];

describe("the parser", () => {
  it("carries a tree over through edits that break the text", async () => {
    const next = numbers(7);
    let text = source;
    for (let edit = 0; edit < 150; edit++) {
      const at = next(text.length);
      const removed = next(3) === 0 ? next(40) : 0;
      const piece = PIECES[next(PIECES.length)] ?? "";
      text = text.slice(0, at) + piece + text.slice(at + removed);
      if (edit % 25 === 24) text = source;
      const { tree } = await parse(text, "typescript");
      assert.deepEqual(shape(tree), shape(anew(text)), `edit ${edit}: ${JSON.stringify(piece)} at ${at}`);
    }
  });

  it("gives whoever still holds an older text a tree of that text", async () => {
    const older: Syntax = await parse(source, "typescript");
    await parse(`${source}\nconst more = 1;\n`, "typescript");
    assert.deepEqual(shape(older.tree), shape(anew(source)));
    assert.equal(older.tree.text, source);
  });

  it("tells languages apart", async () => {
    const text = "const a = <T,>(b: T) => b;";
    assert.notDeepEqual(shape((await parse(text, "javascript")).tree), []);
    assert.deepEqual(shape((await parse(text, "typescript")).tree), shape(anew(text)));
  });
});
