/** Tells the client what the rules tell, as the user types, joined with what the last run found. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  DidChangeConfigurationNotification,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  type TextDocuments,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { fileURLToPath } from "node:url";
import { codesOfKind, isRuleCode } from "../codes/codes.js";
import { EslintConfigs } from "./eslint-config.js";
import { isLanguageId } from "./languages.js";
import { LastRun, seenInWords, withoutInWords, type SeenPlace } from "./last-run.js";
import { lintText, type Problem } from "./lint.js";
import { DEFAULT_SETTINGS, lintSettings, type LintSettings } from "./lint-settings.js";
import type { SluiceNotifications } from "./protocol.js";
import { linkOf } from "./rule-links.js";
import type { Severity } from "./rules/rule.js";

/**
 * Long enough that what the user waits for, such as a completion, comes first, and that a burst of changes is one; too
 * short to be seen.
 */
const PAUSE_MS = 10;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface Checked {
  readonly version: number;
  readonly problems: readonly Problem[];
  readonly seen: readonly SeenPlace[];
  /** How often the line of a problem ran in the last run, which would have shown it and did not. */
  readonly runsWithout: ReadonlyMap<Problem, number>;
}

function nothing(version: number): Checked {
  return { version, problems: [], seen: [], runsWithout: new Map() };
}

export class Diagnostics {
  readonly #connection: Connection;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #pending = new Map<string, NodeJS.Timeout>();
  readonly #lastRun = new LastRun();
  #eslint = new EslintConfigs();
  #settings: LintSettings = DEFAULT_SETTINGS;
  #asksForSettings = false;
  #hearsOfSettings = false;

  constructor(connection: Connection, documents: TextDocuments<TextDocument>) {
    this.#connection = connection;
    this.#documents = documents;
    documents.onDidChangeContent(({ document }) => this.#soon(document.uri));
    documents.onDidClose(({ document }) => this.#forget(document.uri));
    documents.onDidSave(({ document }) => {
      if (!document.uri.includes("eslint")) return;
      this.#eslint = new EslintConfigs();
      this.#checkAll();
    });
    connection.onDidChangeConfiguration(({ settings }) => void this.#configure(settings));
    connection.onNotification(
      "sluice/lastRun",
      ({ findings, counts }: SluiceNotifications["sluice/lastRun"]) => {
        this.#lastRun.take(findings, counts ?? null);
        this.#checkAll();
      },
    );
  }

  /** @param given the client's initialization options: settings, for those that cannot be asked */
  initialize(capabilities: ClientCapabilities, given: unknown): void {
    this.#asksForSettings = capabilities.workspace?.configuration === true;
    this.#settings = lintSettings(lintOf(given));
    this.#hearsOfSettings = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  }

  /** After the greeting. */
  async start(): Promise<void> {
    if (!this.#asksForSettings) return;
    await this.#configure(undefined);
    if (!this.#hearsOfSettings) return;
    await this.#connection.client.register(DidChangeConfigurationNotification.type, {
      section: "sluice.lint",
    });
  }

  /** What is told of a document as it is now. */
  async check(document: TextDocument, withFixes: boolean): Promise<Checked> {
    const { languageId, uri, version } = document;
    const { enabled, levels } = this.#settings;
    const path = pathOf(uri);
    const isOthers = path !== undefined && /[\\/]node_modules[\\/]/.test(path);
    if (!enabled || isOthers || !isLanguageId(languageId)) return nothing(version);
    const text = document.getText();
    const off = path === undefined ? {} : this.#eslint.offIn(path);
    const { problems } = await lintText(text, languageId, { levels: { ...off, ...levels }, withFixes });
    if (path === undefined) return { ...nothing(version), problems };
    const seen = this.#lastRun.placesIn(path, text);
    return { version, problems, seen, runsWithout: this.#runsWithout(document, path, problems) };
  }

  #runsWithout(
    document: TextDocument,
    path: string,
    problems: readonly Problem[],
  ): ReadonlyMap<Problem, number> {
    const found = new Map<Problem, number>();
    for (const problem of problems) {
      const { line } = document.positionAt(problem.start);
      const count = isRuleCode(problem.code)
        ? this.#lastRun.runsWithout(problem.code, path, line, lineText(document, line))
        : undefined;
      if (count !== undefined) found.set(problem, count);
    }
    return found;
  }

  async #configure(pushed: unknown): Promise<void> {
    const given: unknown = this.#asksForSettings
      ? await this.#connection.workspace.getConfiguration("sluice.lint").catch(() => undefined)
      : lintOf(pushed);
    if (given !== undefined) this.#settings = lintSettings(given);
    this.#checkAll();
  }

  #checkAll(): void {
    for (const { uri } of this.#documents.all()) this.#soon(uri);
  }

  #soon(uri: string): void {
    clearTimeout(this.#pending.get(uri));
    this.#pending.set(
      uri,
      setTimeout(() => {
        this.#pending.delete(uri);
        void this.#publish(uri);
      }, PAUSE_MS),
    );
  }

  #forget(uri: string): void {
    clearTimeout(this.#pending.get(uri));
    this.#pending.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #publish(uri: string): Promise<void> {
    const document = this.#documents.get(uri);
    if (!document) return;
    const checked = await this.check(document, false);
    // A newer text has a check of its own under way.
    if (this.#documents.get(uri)?.version !== checked.version || this.#pending.has(uri)) return;
    const { version } = checked;
    await this.#connection.sendDiagnostics({ uri, version, diagnostics: toDiagnostics(document, checked) });
  }
}

function lineText(document: TextDocument, line: number): string {
  return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
}

/** From the whole of the settings, or from those of Sluice alone. */
function lintOf(settings: unknown): unknown {
  const given = settings as { sluice?: { lint?: unknown }; lint?: unknown } | null | undefined;
  return given?.sluice?.lint ?? given?.lint;
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined; // a path that this system does not know
  }
}

/** The diagnostics of the problems, in their order, and then those of what only a run has seen. */
export function toDiagnostics(
  document: TextDocument,
  { problems, seen, runsWithout }: Checked,
): Diagnostic[] {
  const left = new Set(seen);
  const told = problems.map((problem) => {
    const diagnostic = toDiagnostic(document, problem);
    const met = seen.filter((place) => isSame(place, problem, diagnostic));
    for (const place of met) left.delete(place);
    const count = met.reduce((sum, place) => sum + place.count, 0);
    const without = runsWithout.get(problem);
    const runs = count > 0 ? seenInWords(count) : without === undefined ? "" : withoutInWords(without);
    return runs === "" ? diagnostic : { ...diagnostic, message: `${problem.message} (${runs})` };
  });
  const rest = [...left].filter(({ shown }) => !shown);
  return [...told, ...rest.flatMap((place) => seenDiagnostic(document, place) ?? [])];
}

/** What a run found in that line is what the rule speaks of. */
function isSame({ kind, line }: SeenPlace, { code }: Problem, { range }: Diagnostic): boolean {
  return line === range.start.line && codesOfKind(kind).some((one) => one === code);
}

export function toDiagnostic(document: TextDocument, problem: Problem): Diagnostic {
  const { code, severity, message, start, end, related } = problem;
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  const href = linkOf(code);
  return {
    range,
    severity: SEVERITIES[severity],
    source: "sluice",
    code,
    message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(code === "silencer/unused" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related
      ? {
          relatedInformation: [
            {
              location: {
                uri: document.uri,
                range: { start: document.positionAt(related.start), end: document.positionAt(related.end) },
              },
              message: related.message,
            },
          ],
        }
      : {}),
  };
}

/** A finding of a run where no rule says anything: from its place to the end of its line. */
function seenDiagnostic(
  document: TextDocument,
  { code, kind, certain, message, count, line, column }: SeenPlace,
): Diagnostic | undefined {
  if (code === undefined) return undefined;
  const lineStart = document.offsetAt({ line, character: 0 });
  const text = lineText(document, line).trimEnd();
  const href = linkOf(code);
  return {
    range: {
      start: document.positionAt(lineStart + Math.min(column, text.length)),
      end: document.positionAt(lineStart + text.length),
    },
    severity: certain ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: "sluice",
    code,
    message: `${kind}: ${message} (${seenInWords(count)})`,
    ...(href === undefined ? {} : { codeDescription: { href } }),
  };
}
