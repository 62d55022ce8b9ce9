/**
 * What is known of the lines of the documents that are to be seen: asked of the shown run at most four times a second, and
 * of nothing else. After the run's end its findings are left.
 */
import * as vscode from "vscode";
import type { FileLines } from "../../../server/dap/protocol.js";
import { Settings } from "../../contributions.js";
import type { Following } from "../../views/following.js";
import type { Run } from "../../views/run.js";
import type { Runs } from "../../views/runs.js";
import type { ToldFindings } from "../../views/told-findings.js";
import type { LineMap } from "./line-map.js";
import { stuckLines, type StuckLine } from "./mark-words.js";
import { ProgramTexts } from "./program-texts.js";

const PACE_MS = 250;

/** Of one document. */
export interface KnownLines {
  readonly run: Run;
  readonly file: string;
  /** What the run tells while it goes on; null after its end. Its lines are those that the program has read. */
  readonly facts: FileLines | null;
  /** By the same lines. */
  readonly stuck: ReadonlyMap<number, StuckLine>;
  /** Where they are now. */
  readonly map: LineMap;
}

interface Sources {
  readonly runs: Runs;
  readonly following: Following;
  readonly findings: ToldFindings;
}

export class LineSource implements vscode.Disposable {
  readonly #sources: Sources;
  readonly #texts = new ProgramTexts();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Something is known anew, or a document is another. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #facts = new Map<string, FileLines>();
  #known = new Map<vscode.TextDocument, KnownLines>();
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #stale = false;
  #notBeforeMs = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
    const wish = (): void => this.#wish();
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      sources.runs.onDidChange(wish),
      sources.findings.onDidChange(wish),
      sources.following.onDidChange(wish),
      vscode.window.onDidChangeVisibleTextEditors(wish),
      vscode.debug.onDidChangeActiveStackItem(wish),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#known.has(document)) wish();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(Settings.editorMarks)) wish();
      }),
    );
  }

  /** Undefined for a document of which nothing is known, or that nobody sees. */
  of(document: vscode.TextDocument): KnownLines | undefined {
    const known = this.#known.get(document);
    return known !== undefined && known.run === this.#sources.runs.shown ? known : undefined;
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #wish(): void {
    this.#stale = true;
    if (this.#busy || this.#timer !== null) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#refresh();
      },
      Math.max(0, this.#notBeforeMs - Date.now()),
    );
  }

  async #refresh(): Promise<void> {
    this.#busy = true;
    this.#stale = false;
    const run = isWanted() ? this.#sources.runs.shown : undefined;
    const documents = run === undefined ? [] : documentsSeen();
    await this.#ask(run, documents);
    this.#known = await this.#knownOf(run, documents);
    this.#busy = false;
    this.#notBeforeMs = Date.now() + PACE_MS;
    this.#changed.fire();
    this.#goOn();
  }

  /** What became stale meanwhile is asked next. */
  #goOn(): void {
    if (this.#stale) this.#wish();
  }

  async #ask(run: Run | undefined, documents: readonly vscode.TextDocument[]): Promise<void> {
    if (this.#sources.following.paused) return;
    const files = [...new Set(documents.map(({ uri }) => uri.fsPath))];
    const primitives = run !== undefined && isStopped(run);
    // The adapter may go away in between: its end is told then.
    const facts = (await run?.lines({ files, primitives }).catch(() => [])) ?? [];
    this.#facts = new Map(facts.map((one) => [one.file, one]));
  }

  async #knownOf(
    run: Run | undefined,
    documents: readonly vscode.TextDocument[],
  ): Promise<Map<vscode.TextDocument, KnownLines>> {
    const known = new Map<vscode.TextDocument, KnownLines>();
    if (run === undefined) return known;
    const told = this.#sources.findings.of(run.session);
    for (const document of documents) {
      const file = document.uri.fsPath;
      const facts = this.#facts.get(file) ?? null;
      const stuck = stuckLines(told, file);
      const map = isEmpty(facts) && stuck.size === 0 ? null : await this.#texts.mapFor(run, document);
      if (map !== null) known.set(document, { run, file, facts, stuck, map });
    }
    return known;
  }
}

function isEmpty(facts: FileLines | null): boolean {
  if (facts === null) return true;
  const { waits, starts, bodies, primitives } = facts;
  return waits.length + starts.length + bodies.length + primitives.length === 0;
}

/** It is held by a debugger, or somebody looks at one of its tasks in the Call Stack. */
function isStopped({ session }: Run): boolean {
  const item = vscode.debug.activeStackItem;
  return item instanceof vscode.DebugStackFrame && outermost(item.session) === outermost(session);
}

/** A debugger of the same program stands beside this session, or above it. */
function outermost(session: vscode.DebugSession): string {
  return session.parentSession === undefined ? session.id : outermost(session.parentSession);
}

function isWanted(): boolean {
  return vscode.workspace.getConfiguration().get(Settings.editorMarks, true);
}

function documentsSeen(): vscode.TextDocument[] {
  const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
  return [...new Set(documents)].filter(({ uri }) => uri.scheme === "file");
}
