/**
 * The language server's life inside VS Code. It starts with the first JavaScript or TypeScript document, or when
 * a command asks for it, and never holds up activation: the client library itself is loaded only then. A setting turns
 * it off; then the patterns come from a file.
 */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { Settings } from "../contributions.js";
import { SELECTOR } from "./documents.js";
import { offerStaticSnippets } from "./static-snippets.js";
import type { SluiceNotifications, SluiceRequests } from "../../server/lsp/protocol.js";

export interface LanguageService {
  /** Sends one of the server's own requests, starting the server if it does not run. */
  request<M extends keyof SluiceRequests>(
    method: M,
    params: SluiceRequests[M]["params"],
  ): Promise<SluiceRequests[M]["result"]>;
  /** Tells the server something if it runs; who starts later is not told. */
  tell<M extends keyof SluiceNotifications>(method: M, params: SluiceNotifications[M]): void;
  /** Fires each time the server has started. */
  readonly onDidStart: vscode.Event<void>;
  start(): Promise<void>;
  /** Stops the server; the next document or request starts it again. */
  stop(): Promise<void>;
  dispose(): void;
}

export function registerLanguageClient(context: vscode.ExtensionContext): LanguageService {
  const service = new LazyLanguageClient(context.asAbsolutePath("dist/extension/lsp.cjs"));
  const snippetFile = context.asAbsolutePath("dist/extension/patterns.code-snippets");
  let snippets: vscode.Disposable | undefined;
  const startFor = (document: vscode.TextDocument): void => {
    if (!isEnabled() || vscode.languages.match(SELECTOR, document) === 0) return;
    void service.start().catch(reportFailure);
  };
  const followSetting = (): void => {
    snippets?.dispose();
    snippets = isEnabled() ? undefined : offerStaticSnippets(snippetFile);
    if (isEnabled()) vscode.workspace.textDocuments.forEach(startFor);
    else void service.stop().catch(() => undefined); // it is gone either way
  };
  context.subscriptions.push(
    service,
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(Settings.languageServerEnabled)) followSetting();
      if (change.affectsConfiguration(Settings.inlayHintsEnabled)) void service.refreshInlayHints();
    }),
    {
      dispose: () => {
        snippets?.dispose();
      },
    },
  );
  followSetting();
  return service;
}

/**
 * For a command that needs the server: whoever turned it off is asked, not ignored.
 *
 * @param what needs it, as in "patterns are fitted to the file".
 */
export async function ensureEnabled(what: string): Promise<boolean> {
  if (isEnabled()) return true;
  const choice = await vscode.window.showInformationMessage(
    `Sluice: ${what} by the language server, which is turned off.`,
    "Turn It On",
  );
  if (choice === undefined) return false;
  const configuration = vscode.workspace.getConfiguration();
  // Where it was turned off: a workspace's setting is not overruled by the user's.
  const isOffHere = configuration.inspect(Settings.languageServerEnabled)?.workspaceValue === false;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await configuration.update(Settings.languageServerEnabled, true, isOffHere ? Workspace : Global);
  return isEnabled();
}

/** Whether the user wants the server at all. */
export function isEnabled(): boolean {
  return vscode.workspace.getConfiguration().get(Settings.languageServerEnabled, true);
}

/** Said once: the server's own output channel has the rest. */
let failureReported = false;

function reportFailure(error: unknown): void {
  if (failureReported) return;
  failureReported = true;
  void vscode.window.showWarningMessage(`Sluice: the language server did not start: ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class LazyLanguageClient implements LanguageService {
  readonly #serverModule: string;
  /** The running client, or the one that is about to run. */
  #running: Promise<LanguageClient> | undefined;
  /** A client is stopped before its successor starts: two servers would answer everything twice. */
  #stopping: Promise<void> = Promise.resolve();

  readonly #started = new vscode.EventEmitter<void>();
  readonly onDidStart = this.#started.event;

  constructor(serverModule: string) {
    this.#serverModule = serverModule;
  }

  tell<M extends keyof SluiceNotifications>(method: M, params: SluiceNotifications[M]): void {
    this.#running?.then((client) => client.sendNotification(method, params)).catch(() => undefined); // it is gone
  }

  async start(): Promise<void> {
    await this.#client();
  }

  async request<M extends keyof SluiceRequests>(
    method: M,
    params: SluiceRequests[M]["params"],
  ): Promise<SluiceRequests[M]["result"]> {
    const client = await this.#client();
    return client.sendRequest<SluiceRequests[M]["result"]>(method, params);
  }

  /** Has the hints of what is shown asked for anew, where the server runs. */
  async refreshInlayHints(): Promise<void> {
    const client = await this.#running?.catch(() => undefined); // it never ran: there are no hints
    const feature = client?.getFeature("textDocument/inlayHint");
    for (const { document } of vscode.window.visibleTextEditors) {
      feature?.getProvider(document)?.onDidChangeInlayHints.fire();
    }
  }

  stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running) {
      this.#stopping = running.then(
        (client) => client.dispose(),
        () => undefined, // it never ran
      );
    }
    return this.#stopping;
  }

  dispose(): void {
    this.#started.dispose();
    this.stop().catch(() => undefined); // the window is closing: nobody is left to tell
  }

  async #client(): Promise<LanguageClient> {
    const client = await (this.#running ?? this.#begin());
    // A server that crashed too often is left stopped by the client; a new wish for it is a new attempt.
    if (client.needsStart()) await client.start();
    return client;
  }

  #begin(): Promise<LanguageClient> {
    const starting = this.#launch();
    this.#running = starting;
    starting.catch(() => {
      // Forgotten, so that the next document or command tries again.
      if (this.#running === starting) this.#running = undefined;
    });
    return starting;
  }

  async #launch(): Promise<LanguageClient> {
    await this.#stopping.catch(() => undefined);
    const { LanguageClient, TransportKind, RevealOutputChannelOn } =
      await import("vscode-languageclient/node");
    const client = new LanguageClient(
      "sluice",
      "Sluice Language Server",
      // IPC rather than stdio: a stray print in the server cannot garble the protocol.
      { module: this.#serverModule, transport: TransportKind.ipc },
      {
        documentSelector: SELECTOR,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        // VS Code asks one provider alone for call hierarchies, and TypeScript's knows all calls of all files.
        initializationOptions: { callHierarchy: false },
      },
    );
    await client.start();
    this.#started.fire();
    return client;
  }
}
