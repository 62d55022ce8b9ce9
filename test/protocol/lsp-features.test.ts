/** What the language server says about a program, as an editor hears it over stdio. */
import assert from "node:assert/strict";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeActionRequest,
  CompletionRequest,
  ConfigurationRequest,
  DidOpenTextDocumentNotification,
  DocumentHighlightRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  ShutdownRequest,
  SignatureHelpRequest,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { SluiceRequests } from "../../server/lsp/protocol.js";
import { startLanguageServer } from "./support/language-server.js";

const started: ChildProcessWithoutNullStreams[] = [];
after(() => started.forEach((server) => server.kill()));

interface Server {
  readonly connection: ProtocolConnection;
  readonly result: InitializeResult;
  quit(): Promise<unknown>;
}

/** @param settings What the editor answers when it is asked for settings; without them it has none. */
async function start(
  initializationOptions: InitializeParams["initializationOptions"],
  settings?: Readonly<Record<string, unknown>>,
): Promise<Server> {
  const { process: server, connection } = startLanguageServer();
  started.push(server);
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section = "" }) => settings?.[section] ?? null),
  );
  connection.listen();
  const result = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- required by the protocol's own type
    rootUri: null,
    capabilities: { workspace: { configuration: settings !== undefined } },
    initializationOptions: initializationOptions as unknown,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    result,
    async quit() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      return once(server, "exit");
    },
  };
}

const TEXT = `import { background, chan, go, select, withTimeout } from "sluice";
const jobs = chan<number>(4);
async function worker() {
  for await (const job of jobs) console.log(job);
}
async function main() {
  go(worker);
  const [ctx, cancel] = withTimeout(background(), 5000);
  await jobs.send(1, ctx);
  await select();
  jobs.close();
  cancel();
}
await Promise.all([1, 2].map(async (id) => jobs.send(id)));
`;

async function open(
  { connection }: Server,
  uri = "file:///project/jobs.ts",
  languageId = "typescript",
): Promise<TextDocument> {
  const textDocument = { uri, languageId, version: 1, text: TEXT };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  return TextDocument.create(uri, languageId, 1, TEXT);
}

/** Behind the first occurrence of some text. */
function behind(document: TextDocument, text: string) {
  const offset = document.getText().indexOf(text) + text.length;
  return { textDocument: { uri: document.uri }, position: document.positionAt(offset) };
}

describe("an editor that speaks with the server over stdio", () => {
  let server: Server;
  let document: TextDocument;
  before(async () => {
    server = await start(undefined);
    document = await open(server);
  });
  after(() => server.quit());

  it("is told all that the server can do", () => {
    const { capabilities } = server.result;
    assert.deepEqual(capabilities.completionProvider?.triggerCharacters, [".", "("]);
    assert.ok(capabilities.hoverProvider && capabilities.documentHighlightProvider);
    assert.ok(capabilities.inlayHintProvider && capabilities.callHierarchyProvider);
    assert.ok(capabilities.signatureHelpProvider);
    const { codeActionProvider: actions } = capabilities;
    assert.deepEqual(typeof actions === "object" && actions.codeActionKinds, [
      "quickfix",
      "refactor.rewrite",
      "refactor.rewrite.sluice",
    ]);
    // Each of these has a test here or beside: whatever comes to them needs one too.
    assert.deepEqual(Object.keys(capabilities).sort(), [
      "callHierarchyProvider",
      "codeActionProvider",
      "completionProvider",
      "documentHighlightProvider",
      "hoverProvider",
      "inlayHintProvider",
      "signatureHelpProvider",
      "textDocumentSync",
    ]);
  });

  for (const [uri, languageId] of [
    ["file:///project/jobs.ts", "typescript"],
    ["untitled:Untitled-1", "typescriptreact"],
  ] as const) {
    it(`hovers over a send in ${uri}`, async () => {
      const opened = await open(server, uri, languageId);
      const hover = await server.connection.sendRequest(HoverRequest.type, behind(opened, "jobs.se"));
      const contents = hover?.contents;
      assert.ok(typeof contents === "object" && "value" in contents);
      assert.match(
        contents.value,
        /\*\*Waits\*\* until a receiver.*received from in line 4; closed in line 11/s,
      );
    });
  }

  it("gets help with arguments", async () => {
    const help = await server.connection.sendRequest(
      SignatureHelpRequest.type,
      behind(document, "withTimeout(background(), "),
    );
    assert.equal(help?.signatures[0]?.label, "withTimeout(parent, ms, name?): [Context, cancel]");
    assert.equal(help.activeParameter, 1);
  });

  it("gets all uses of a channel", async () => {
    const found = await server.connection.sendRequest(
      DocumentHighlightRequest.type,
      behind(document, "const jo"),
    );
    const texts = found?.map(({ range }) => document.getText(range));
    assert.deepEqual(texts, ["jobs", "jobs", "jobs.send", "jobs.close", "jobs.send"]);
  });

  it("gets who starts a task, and what is started", async () => {
    const { connection } = server;
    const items = await connection.sendRequest(
      CallHierarchyPrepareRequest.type,
      behind(document, "function wor"),
    );
    const [item] = items ?? [];
    assert.ok(item);
    const callers = await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    assert.deepEqual(
      callers?.map(({ from }) => from.name),
      ["main"],
    );
    const [main] = callers;
    assert.ok(main);
    const tasks = await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item: main.from });
    assert.deepEqual(
      tasks?.map(({ to }) => to.name),
      ["worker"],
    );
  });

  it("gets where the function at the cursor is started, if its call hierarchy is another's", async () => {
    const found = await server.connection.sendRequest<SluiceRequests["sluice/starts"]["result"]>(
      "sluice/starts",
      behind(document, "of jobs) con"),
    );
    assert.equal(found?.name, "worker");
    assert.deepEqual(
      found.startedAt.map(({ range }) => range.start.line),
      [6],
    );
  });

  it("gets where its async functions are, with those that have no name", async () => {
    const found = await server.connection.sendRequest<SluiceRequests["sluice/asyncFunctions"]["result"]>(
      "sluice/asyncFunctions",
      { textDocument: { uri: document.uri } },
    );
    assert.deepEqual(
      found?.map(({ begins, range: { start, end } }) => `${begins.line} ${start.line}-${end.line}`),
      ["2 2-4", "5 5-12", "13 13-13"],
    );
  });

  it("completes cases and behind dots", async () => {
    const { connection } = server;
    const cases = await connection.sendRequest(CompletionRequest.type, behind(document, "select("));
    assert.ok(cases && !Array.isArray(cases));
    assert.ok(cases.items.some(({ label }) => label === "jobs.onReceive"));
    const members = await connection.sendRequest(CompletionRequest.type, behind(document, "jobs."));
    assert.ok(members && !Array.isArray(members));
    assert.ok(members.items.some(({ label }) => label === "pool"));
  });

  it("is offered a rewriting, which is whole", async () => {
    const { textDocument, position } = behind(document, "Promise.a");
    const actions = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: { start: position, end: position },
      context: { diagnostics: [], only: ["refactor"] },
    });
    const action = actions?.find(
      (each) => "kind" in each && each.kind === "refactor.rewrite.sluice.boundAll",
    );
    assert.ok(action && "edit" in action);
    const edits = action.edit.changes?.[document.uri] ?? [];
    assert.match(
      TextDocument.applyEdits(document, edits),
      /await mapBounded\(\[1, 2\], async \(id\) => jobs\.send\(id\)\);/,
    );
    const quick = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: { start: position, end: position },
      context: { diagnostics: [], only: ["source.organizeImports"] },
    });
    assert.deepEqual(quick, []);
  });

  it("has no inlay hints unless it wants them", async () => {
    assert.deepEqual(await hints(server, document), []);
  });
});

async function hints({ connection }: Server, document: TextDocument): Promise<string[]> {
  const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
  const found = await connection.sendRequest(InlayHintRequest.type, {
    textDocument: { uri: document.uri },
    range,
  });
  return (found ?? []).map(({ label }) => (typeof label === "string" ? label : ""));
}

describe("an editor's wishes", () => {
  it("are heard when it has settings", async () => {
    const server = await start(undefined, { "sluice.inlayHints.enabled": true });
    const document = await open(server);
    assert.deepEqual(await hints(server, document), ["⟨4⟩", "⟨4⟩", "≤ 5 s", "⟨4⟩", "⟨4⟩"]);
    await server.quit();
  });

  it("are heard in its greeting when it has none", async () => {
    const server = await start({ inlayHints: true, callHierarchy: false });
    assert.equal(server.result.capabilities.callHierarchyProvider, undefined);
    assert.equal((await hints(server, await open(server))).length, 5);
    await server.quit();
  });
});
