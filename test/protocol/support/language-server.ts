/** The language server as a process: what is shipped where it is built, else the source. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from "vscode-languageserver-protocol/node";

const rootUrl = new URL("../../../", import.meta.url);
const bundle = fileURLToPath(new URL("dist/npm/lsp.cjs", rootUrl));

export const root = fileURLToPath(rootUrl);

/** What Node is given to run it, its script last. */
export const command: readonly string[] = existsSync(bundle)
  ? [bundle]
  : ["--import", "tsx", fileURLToPath(new URL("server/lsp/main.ts", rootUrl))];

export interface LanguageServer {
  readonly process: ChildProcessWithoutNullStreams;
  /** Over its stdio; it does not listen yet. */
  readonly connection: ProtocolConnection;
}

export function startLanguageServer(args: readonly string[] = ["--stdio"]): LanguageServer {
  const server = spawn(process.execPath, [...command, ...args], { cwd: root });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  return { process: server, connection };
}
