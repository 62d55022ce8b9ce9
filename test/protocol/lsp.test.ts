/** The language server as an editor meets it: a process, spoken to over its stdio. */
import assert from "node:assert/strict";
import { fork, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import {
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InsertTextFormat,
  IPCMessageReader,
  IPCMessageWriter,
  ShutdownRequest,
  type ClientCapabilities,
  type CompletionItem,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
} from "vscode-languageserver-protocol/node";
import { TextDocument, type TextEdit } from "vscode-languageserver-textdocument";
import { patterns } from "../../server/lsp/patterns/index.js";
import type { SluiceRequests } from "../../server/lsp/protocol.js";
import { command, root, startLanguageServer } from "./support/language-server.js";

function greeting(capabilities: ClientCapabilities): InitializeParams {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- rootUri is required by the protocol's own type
  return { processId: process.pid, rootUri: null, capabilities };
}

/** A server that a failed test left behind would keep the test run from ending. */
const started: ChildProcess[] = [];
after(() => started.forEach((server) => server.kill()));

class Editor {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly exited: Promise<number | null>;
  stderr = "";

  constructor(args: readonly string[]) {
    const { process: server, connection } = startLanguageServer(args);
    this.#process = server;
    this.#connection = connection;
    started.push(this.#process);
    this.#process.stderr.on("data", (data: Buffer) => (this.stderr += data.toString()));
    this.exited = once(this.#process, "exit").then(([code]) => code as number | null);
    this.#connection.listen();
  }

  async initialize(snippetSupport = true): Promise<InitializeResult> {
    const capabilities = { textDocument: { completion: { completionItem: { snippetSupport } } } };
    const result = await this.#connection.sendRequest(InitializeRequest.type, greeting(capabilities));
    await this.#connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  async open(uri: string, languageId: string, text: string): Promise<TextDocument> {
    const document = TextDocument.create(uri, languageId, 1, text);
    this.#documents.set(uri, document);
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return document;
  }

  async type(document: TextDocument, text: string): Promise<void> {
    const end = document.positionAt(document.getText().length);
    const contentChanges = [{ range: { start: end, end }, text }];
    TextDocument.update(document, contentChanges, document.version + 1);
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: document.uri, version: document.version },
      contentChanges,
    });
  }

  async complete(document: TextDocument, offset = document.getText().length): Promise<CompletionItem[]> {
    const result = await this.#connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: document.uri },
      position: document.positionAt(offset),
    });
    return Array.isArray(result) ? result : (result?.items ?? []);
  }

  request<M extends keyof SluiceRequests>(
    method: M,
    params: SluiceRequests[M]["params"],
  ): Promise<SluiceRequests[M]["result"]> {
    return this.#connection.sendRequest(method, params);
  }

  async quit(): Promise<number | null> {
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    return this.exited;
  }

  /** As when the editor is gone: no goodbye, only the end of the stream. */
  hangUp(): Promise<number | null> {
    this.#connection.end();
    this.#process.stdin.end();
    return this.exited;
  }
}

function apply(document: TextDocument, item: CompletionItem): string {
  assert.ok(item.textEdit && "range" in item.textEdit);
  return TextDocument.applyEdits(document, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
}

const prefixes = patterns.map(({ prefix }) => prefix).sort();

describe("the language server over stdio", () => {
  const editor = new Editor(["--stdio"]);

  before(async () => {
    const { capabilities, serverInfo } = await editor.initialize();
    assert.equal(serverInfo?.name, "sluice");
    assert.ok(capabilities.completionProvider);
  });
  after(async () => {
    assert.equal(await editor.quit(), 0);
    assert.equal(editor.stderr, "");
  });

  for (const [languageId, uri] of [
    ["typescript", "file:///project/a.ts"],
    ["typescriptreact", "file:///project/a.tsx"],
    ["javascript", "file:///project/a.js"],
    ["javascriptreact", "file:///project/a.jsx"],
    ["typescript", "untitled:Untitled-1"],
  ] as const) {
    it(`completes the patterns in ${uri}`, async () => {
      const items = await editor.complete(await editor.open(uri, languageId, "go"));
      assert.deepEqual(items.map(({ label }) => label).sort(), prefixes);
      for (const item of items) {
        assert.equal(item.filterText, item.label);
        assert.equal(item.insertTextFormat, InsertTextFormat.Snippet);
        assert.ok(item.detail);
        assert.ok(typeof item.documentation === "object" && item.documentation.value.includes("```"));
      }
    });
  }

  it("brings the import along", async () => {
    const text = 'import fs from "node:fs";\nfs.x();\n\ngopool';
    const document = await editor.open("file:///project/import.ts", "typescript", text);
    const pool = (await editor.complete(document)).find(({ label }) => label === "gopool");
    assert.deepEqual(pool?.additionalTextEdits, [
      {
        range: { start: { line: 0, character: 25 }, end: { line: 0, character: 25 } },
        newText: '\nimport { WaitGroup, type ReceiveChannel, type SendChannel } from "sluice";',
      },
    ] satisfies TextEdit[]);
    assert.match(apply(document, pool), /\nfs\.x\(\);\n\nasync function \$\{1:runPool\}/);
  });

  it("follows the document as it is edited", async () => {
    const document = await editor.open("file:///project/edited.ts", "typescript", "// ");
    await editor.type(document, "gopool");
    assert.deepEqual(await editor.complete(document), []);
    await editor.type(document, "\ngopool");
    assert.equal((await editor.complete(document)).length, prefixes.length);
  });

  it("stays out of other languages and unknown documents", async () => {
    assert.deepEqual(await editor.complete(await editor.open("file:///project/a.py", "python", "go")), []);
    assert.deepEqual(
      await editor.complete(TextDocument.create("file:///project/no.ts", "typescript", 1, "go")),
      [],
    );
  });

  it("lists the patterns for a palette", async () => {
    const typed = await editor.request("sluice/patterns", { languageId: "typescript" });
    assert.deepEqual(typed.map(({ prefix }) => prefix).sort(), prefixes);
    for (const { title, whenToUse, preview } of typed) {
      assert.ok(title && whenToUse);
      assert.doesNotMatch(preview, /\$\{\d|[«»@]|\|\}/);
    }
    const select = typed.find(({ prefix }) => prefix === "gosel");
    assert.match(select?.preview ?? "", /jobs: ReceiveChannel<Job>/);
    const untyped = await editor.request("sluice/patterns", { languageId: "javascript" });
    for (const { preview } of untyped) assert.doesNotMatch(preview, /ReceiveChannel/);
  });

  it("expands a pattern at a position", async () => {
    const document = await editor.open("file:///project/palette.js", "javascript", "'use strict'\n\n");
    const { snippet, importEdits } = await editor.request("sluice/expandPattern", {
      name: "worker-pool",
      textDocument: { uri: document.uri },
      position: { line: 2, character: 0 },
    });
    assert.match(snippet, /^async function \$\{1:runPool\}\(jobs, results, work, signal\) \{\n/);
    assert.equal(
      TextDocument.applyEdits(document, [...importEdits]),
      "'use strict'\nimport { WaitGroup } from 'sluice'\n\n",
    );
  });

  it("says what is wrong with a request", async () => {
    const document = await editor.open("file:///project/b.ts", "typescript", "");
    const position = { line: 0, character: 0 };
    const unknown = { name: "gonothing", textDocument: { uri: document.uri }, position };
    await assert.rejects(editor.request("sluice/expandPattern", unknown), /no pattern named "gonothing"/);
    const closed = { name: "gopool", textDocument: { uri: "file:///none.ts" }, position };
    await assert.rejects(editor.request("sluice/expandPattern", closed), /none\.ts is not open/);
  });
});

describe("the language server's process", () => {
  it("speaks over IPC, as VS Code starts it", async () => {
    const [module = "", ...execArgv] = [...command].reverse();
    const server = fork(module, ["--node-ipc"], { execArgv: execArgv.reverse(), cwd: root });
    started.push(server);
    const exited = once(server, "exit");
    const connection = createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
    connection.listen();
    await connection.sendRequest(InitializeRequest.type, greeting({}));
    assert.equal((await connection.sendRequest<unknown[]>("sluice/patterns", {})).length, prefixes.length);
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    assert.deepEqual(await exited, [0, null]);
    connection.dispose();
  });

  it("needs no argument, and ends when its client hangs up", async () => {
    const editor = new Editor([]);
    await editor.initialize();
    assert.equal(await editor.hangUp(), 1);
  });

  it("gives plain text to a client without snippets", async () => {
    const editor = new Editor(["--stdio"]);
    await editor.initialize(false);
    const document = await editor.open("file:///project/plain.js", "javascript", "goseltime");
    const item = (await editor.complete(document)).find(({ label }) => label === "goseltime");
    assert.ok(item);
    assert.equal(item.insertTextFormat, InsertTextFormat.PlainText);
    assert.match(apply(document, item), /timeoutMs = 1000, signal[^]*within \$\{timeoutMs\} ms/);
    assert.equal(await editor.quit(), 0);
  });
});
