/**
 * The source as the program has read it. What a run tells of a line is true of that text alone: of a file that was saved
 * after the program was started, nobody knows which version it read.
 */
import * as vscode from "vscode";
import type { Run } from "../../views/run.js";
import { LineMap } from "./line-map.js";

interface Mapped {
  readonly before: readonly string[];
  readonly version: number;
  readonly map: LineMap;
}

export class ProgramTexts {
  readonly #texts = new Map<string, Promise<readonly string[] | null>>();
  readonly #maps = new WeakMap<vscode.TextDocument, Mapped>();
  #run: Run | undefined;

  /** Where the lines that the program read are in the document now; null when that is not known. */
  async mapFor(run: Run, document: vscode.TextDocument): Promise<LineMap | null> {
    const before = await this.#textOf(run, document.uri);
    if (before === null) return null;
    const { version } = document;
    const known = this.#maps.get(document);
    if (known?.before === before && known.version === version) return known.map;
    const map = new LineMap(before, linesOf(document.getText()));
    this.#maps.set(document, { before, version, map });
    return map;
  }

  #textOf(run: Run, uri: vscode.Uri): Promise<readonly string[] | null> {
    if (run !== this.#run) this.#texts.clear();
    this.#run = run;
    const startedAtMs = run.update?.startedAtMs ?? null;
    if (startedAtMs === null) return Promise.resolve(null);
    let text = this.#texts.get(uri.fsPath);
    if (text === undefined) this.#texts.set(uri.fsPath, (text = readBefore(uri, startedAtMs)));
    return text;
  }
}

/** Null for a file that is not there, or was changed after that time. */
async function readBefore(uri: vscode.Uri, atMs: number): Promise<readonly string[] | null> {
  try {
    const { mtime } = await vscode.workspace.fs.stat(uri);
    if (mtime > atMs) return null;
    return linesOf(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    return null;
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
