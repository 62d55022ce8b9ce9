/** An editor in which somebody types, on a server over its stdio: how long until the diagnostics of each text come. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

const uri = "untitled:Untitled-1";

export class Strokes {
  #child;
  #connection;
  #version = 1;
  #waiting = new Map();
  #position;

  constructor(node, server) {
    const preload = join(import.meta.dirname, "../lsp/tells-cpu.cjs");
    this.#child = spawn(node, ["--require", preload, server, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit", "ipc"],
    });
    this.#connection = createProtocolConnection(
      new StreamMessageReader(this.#child.stdout),
      new StreamMessageWriter(this.#child.stdin),
    );
    this.#connection.onNotification("textDocument/publishDiagnostics", ({ version }) =>
      this.#waiting.get(version)?.(),
    );
    this.#connection.listen();
  }

  static async start(node, server, text) {
    const strokes = new Strokes(node, server);
    await strokes.#connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    await strokes.#connection.sendNotification("initialized", {});
    const lines = text.split("\n");
    // Within a statement in the middle of the file.
    const line = lines.findIndex((content, at) => at > lines.length / 2 && /^\s+await \w+/.test(content));
    strokes.#position = { line, character: lines[line].length };
    const opened = strokes.#diagnostics(1);
    await strokes.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: 1, text },
    });
    await opened;
    return strokes;
  }

  /** Types so many characters, each when the diagnostics of the last have come; what each took. */
  async type(count) {
    const samples = [];
    for (let i = 0; i < count; i++) {
      const version = ++this.#version;
      const told = this.#diagnostics(version);
      const cpuBeforeMs = await this.#cpuMs();
      const startedMs = performance.now();
      await this.#connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: this.#position, end: this.#position }, text: " " }],
      });
      await told;
      const waitMs = performance.now() - startedMs;
      samples.push({ waitMs, cpuMs: (await this.#cpuMs()) - cpuBeforeMs });
    }
    return samples;
  }

  async end() {
    const exited = once(this.#child, "exit");
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    await exited;
  }

  /** The server's processor time so far: unlike a wait it does not grow with what else the machine does. */
  async #cpuMs() {
    const answer = once(this.#child, "message");
    this.#child.send("how much?");
    return (await answer)[0];
  }

  #diagnostics(version) {
    return new Promise((resolve) => this.#waiting.set(version, resolve));
  }
}
