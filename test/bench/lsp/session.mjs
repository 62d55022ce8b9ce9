/** The shipped server with one document open, and an editor that types into it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

export const LINES = 5000;
const uri = "file:///bench/long.ts";

export class Session {
  #connection;
  #process;
  #document;

  static async start({ root, node }) {
    const session = new Session();
    const preload = join(import.meta.dirname, "tells-cpu.cjs");
    session.#process = spawn(node, ["--require", preload, join(root, "dist/npm/lsp.cjs"), "--stdio"], {
      stdio: ["pipe", "pipe", "inherit", "ipc"],
    });
    session.#connection = createProtocolConnection(
      new StreamMessageReader(session.#process.stdout),
      new StreamMessageWriter(session.#process.stdin),
    );
    session.#connection.listen();
    const capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
    // Diagnostics begin when a completion has been answered, and would be counted with it; `lint` measures them.
    const initializationOptions = { lint: { enabled: false } };
    await session.request("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions,
    });
    await session.#connection.sendNotification("initialized", {});
    const text = longText(root);
    session.#document = TextDocument.create(uri, "typescript", 1, text);
    await session.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: 1, text },
    });
    return session;
  }

  get text() {
    return this.#document.getText();
  }

  request(method, params) {
    return this.#connection.sendRequest(method, params);
  }

  /** Replaces a stretch of the document, as typing does. */
  async edit(start, end, text) {
    const document = this.#document;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    const contentChanges = [{ range, text }];
    TextDocument.update(document, contentChanges, document.version + 1);
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: document.version },
      contentChanges,
    });
  }

  /** The server's processor time so far: unlike a wait it does not grow with what else the machine does. */
  async cpuMs() {
    const answer = once(this.#process, "message");
    this.#process.send("how much?");
    return (await answer)[0];
  }

  at(offset) {
    return { textDocument: { uri }, position: this.#document.positionAt(offset) };
  }

  async stop() {
    await this.request("shutdown");
    await this.#connection.sendNotification("exit");
    await once(this.#process, "exit");
  }
}

/** Real code: our own, one module after the other, with an import of the library at its head. */
function longText(root) {
  const folder = join(root, "server");
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .sort();
  const lines = [
    'import { chan, go, select, after } from "sluice";',
    'const jobs = chan<number>(8, "jobs");',
  ];
  for (const name of files) {
    if (lines.length >= LINES) break;
    lines.push(...readFileSync(join(folder, name), "utf8").split("\n"));
  }
  return lines.slice(0, LINES - 1).join("\n") + "\n";
}
