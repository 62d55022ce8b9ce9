/**
 * Above each `go` and each async function: how many tasks were started there, and how many of them are left. Where a
 * function is the language server knows, and which function a task runs the run does, by the place of an await in it.
 */
import * as vscode from "vscode";
import type { LineCount } from "../../../server/dap/protocol.js";
import type { AsyncFunction } from "../../../server/lsp/protocol.js";
import { Commands } from "../../contributions.js";
import { SELECTOR } from "../documents.js";
import { isEnabled, type LanguageService } from "../language-client.js";
import type { KnownLines, LineSource } from "./line-source.js";
import { countInWords } from "./mark-words.js";

const MISSING =
  "Some tasks were over too soon to be told apart, or their places are not known: there may be more.";

interface Counts {
  /** In the document as it is now. */
  readonly line: number;
  readonly counts: LineCount[];
}

export function registerCountsLens(source: LineSource, language: LanguageService): vscode.Disposable {
  const functions = new FunctionsOf(language);
  const changed = new vscode.EventEmitter<void>();
  let told = "";
  return vscode.Disposable.from(
    changed,
    source.onDidChange(() => {
      const counts = JSON.stringify(vscode.window.visibleTextEditors.map((one) => countsOf(source, one)));
      if (counts === told) return;
      told = counts;
      changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document) {
        const known = source.of(document);
        if (known?.facts == null) return [];
        const starts = startsOf(known);
        const bodies = bodiesOf(known, known.facts.bodies.length === 0 ? [] : await functions.in(document));
        return [...starts, ...bodies.filter((body) => !starts.some((start) => isSame(start, body)))].map(
          (one) => lensOf(known.file, one),
        );
      },
    }),
  );
}

function countsOf(source: LineSource, { document }: vscode.TextEditor): unknown {
  const { facts = null } = source.of(document) ?? {};
  return [document.uri.fsPath, document.version, facts?.starts, facts?.bodies];
}

function startsOf({ facts, map }: KnownLines): Counts[] {
  const lines = new Map<number, Counts>();
  for (const start of facts?.starts ?? []) {
    const line = map.now(start.line);
    if (line !== null) add(lines, line, start);
  }
  return [...lines.values()];
}

/** Each is counted in the innermost function around its await: no other can have it. */
function bodiesOf({ facts, map }: KnownLines, functions: readonly AsyncFunction[]): Counts[] {
  const lines = new Map<number, Counts>();
  for (const body of facts?.bodies ?? []) {
    const line = map.now(body.line);
    if (line === null) continue;
    const at = new vscode.Position(line - 1, body.column - 1);
    const around = functions.findLast(({ range: { start, end } }) =>
      new vscode.Range(start.line, start.character, end.line, end.character).contains(at),
    );
    if (around !== undefined) add(lines, around.begins.line + 1, body);
  }
  return [...lines.values()];
}

function add(lines: Map<number, Counts>, line: number, count: LineCount): void {
  const known = lines.get(line);
  if (known === undefined) lines.set(line, { line, counts: [count] });
  else known.counts.push(count);
}

/** A function that is written where it is started has one lens. */
function isSame(start: Counts, body: Counts): boolean {
  return start.line === body.line && countInWords(start.counts) === countInWords(body.counts);
}

function lensOf(file: string, { line, counts }: Counts): vscode.CodeLens {
  const [first] = counts;
  const atLeast = counts.some((one) => one.atLeast);
  return new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), {
    title: countInWords(counts),
    tooltip: atLeast ? MISSING : "Show in the tree of tasks",
    command: Commands.showInTree,
    arguments: [{ file, line: (counts.find(({ live }) => live > 0) ?? first)?.line ?? line }],
  });
}

/** The async functions of a document, asked once for each version of it. */
class FunctionsOf {
  readonly #language: LanguageService;
  readonly #known = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly functions: Promise<readonly AsyncFunction[]> }
  >();

  constructor(language: LanguageService) {
    this.#language = language;
  }

  async in(document: vscode.TextDocument): Promise<readonly AsyncFunction[]> {
    if (!isEnabled()) return [];
    const { version } = document;
    let known = this.#known.get(document);
    if (known?.version !== version) {
      known = { version, functions: this.#ask(document) };
      this.#known.set(document, known);
    }
    return known.functions;
  }

  async #ask({ uri }: vscode.TextDocument): Promise<readonly AsyncFunction[]> {
    const request = { textDocument: { uri: uri.toString() } };
    // It does not run: then there are no functions to tell of.
    return (await this.#language.request("sluice/asyncFunctions", request).catch(() => null)) ?? [];
  }
}
