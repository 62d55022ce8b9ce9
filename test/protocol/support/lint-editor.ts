/** An editor that shows diagnostics and takes code actions, on a real server over its stdio. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import {
  CodeActionRequest,
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  type CodeAction,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { SluiceNotifications } from "../../../server/lsp/protocol.js";
import { startLanguageServer } from "./language-server.js";

type LastRun = SluiceNotifications["sluice/lastRun"];

export class LintEditor implements AsyncDisposable {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #connection: ProtocolConnection;
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  #waiting: (() => void)[] = [];
  /** The value of `sluice.lint` that the server is given when it asks. */
  settings: unknown = null;

  private constructor() {
    const { process: server, connection } = startLanguageServer();
    this.#process = server;
    this.#connection = connection;
    this.#connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#published.set(params.uri, params);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const look of waiting) look();
    });
    this.#connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    this.#connection.onRequest(RegistrationRequest.type, () => undefined);
    this.#connection.listen();
  }

  static async start(settings: unknown = null): Promise<LintEditor> {
    const editor = new LintEditor();
    editor.settings = settings;
    await editor.#connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- required by the protocol's own type
      rootUri: null,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      },
    });
    await editor.#connection.sendNotification(InitializedNotification.type, {});
    return editor;
  }

  async open(uri: string, languageId: string, text: string): Promise<TextDocument> {
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return TextDocument.create(uri, languageId, 1, text);
  }

  async replace(document: TextDocument, text: string): Promise<TextDocument> {
    const next = TextDocument.create(document.uri, document.languageId, document.version + 1, text);
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: next.uri, version: next.version },
      contentChanges: [{ text }],
    });
    return next;
  }

  async close(document: TextDocument): Promise<void> {
    await this.#connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: document.uri },
    });
  }

  async configure(settings: unknown): Promise<void> {
    this.settings = settings;
    await this.#connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  async tellLastRun(
    findings: LastRun["findings"],
    counts: NonNullable<LastRun["counts"]> | null = null,
  ): Promise<void> {
    await this.#connection.sendNotification("sluice/lastRun", { findings, counts });
  }

  /** What is told of this version of a document, once it is as expected. */
  async diagnostics(
    document: TextDocument,
    test: (found: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<Diagnostic[]> {
    for (;;) {
      const published = this.#published.get(document.uri);
      if (published?.version === document.version && test(published.diagnostics))
        return published.diagnostics;
      await this.#news();
    }
  }

  /** Nothing is told of a document any more, whichever version. */
  async silence(document: TextDocument): Promise<void> {
    while (this.#published.get(document.uri)?.diagnostics.length !== 0) await this.#news();
  }

  async actions(document: TextDocument, diagnostic: Diagnostic, only?: string[]): Promise<CodeAction[]> {
    const { uri } = document;
    const context = { diagnostics: [diagnostic], ...(only === undefined ? {} : { only }) };
    const found = await this.#connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: diagnostic.range,
      context,
    });
    return (found ?? []).filter((one): one is CodeAction => "kind" in one);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, "exit");
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    await exited;
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** The text after a code action. */
export function applied(document: TextDocument, { edit }: CodeAction): string {
  return TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);
}
