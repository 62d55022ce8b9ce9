/**
 * The pages by HTTP, for who has the address: on 127.0.0.1 alone, with a token that no other page or user can know. A
 * request by another name of this machine is refused as well, so that no page can reach it by way of its own name server.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pageHtml } from "../../media/wire/html.js";
import { parseQuestion, type PageName } from "../../media/wire/messages.js";
import { answerPage } from "../flow/answers.js";
import type { FlowSource } from "../flow/source.js";

const HOST = "127.0.0.1";
const QUESTION_BYTES_AT_MOST = 64 * 1024;

const ASSETS: Readonly<Record<string, string>> = {
  "graph.js": "text/javascript",
  "timeline.js": "text/javascript",
  "page.css": "text/css",
  "standalone.css": "text/css",
};

/** What is served: a run, and a way to look at how it stood. */
export interface Served {
  flow(): Promise<FlowSource>;
  readonly lookBack: { to(atMs: number | null): Promise<void> };
}

export interface PageServer {
  /** With the token: who has it may look. */
  readonly url: string;
  close(): Promise<void>;
}

export async function servePages(run: Served): Promise<PageServer> {
  const token = randomBytes(24).toString("base64url");
  let port = 0;
  const server = createServer((request, response) => {
    answer(request, response, { token, port, run }).catch(() =>
      refuse(response, 500, "something went wrong"),
    );
  });
  server.listen(0, HOST);
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  return {
    url: `http://${HOST}:${port}/graph?token=${token}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Serving {
  readonly token: string;
  readonly port: number;
  readonly run: Served;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { token, port, run }: Serving,
): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${HOST}`);
  if (request.headers.host !== `${HOST}:${port}` || !isToken(url.searchParams.get("token"), token)) {
    refuse(response, 403, "the address lacks the right token");
    return;
  }
  const name = url.pathname.slice(1);
  if (request.method === "POST" && name === "ask") {
    await answerQuestion(request, response, run);
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    refuse(response, 405, "only GET");
  } else if (name === "graph" || name === "timeline") {
    sendPage(response, name, token);
  } else if (Object.hasOwn(ASSETS, name)) {
    const text = await readFile(join(import.meta.dirname, "pages", name));
    send(response, 200, ASSETS[name] ?? "", text);
  } else refuse(response, 404, "there is no such page");
}

async function answerQuestion(
  request: IncomingMessage,
  response: ServerResponse,
  run: Served,
): Promise<void> {
  const text = await bodyOf(request);
  let question;
  try {
    question = parseQuestion(JSON.parse(text ?? ""));
  } catch (error) {
    refuse(response, 400, error instanceof Error ? error.message : "no question");
    return;
  }
  if (question.kind === "look") {
    await run.lookBack.to(question.atMs);
    send(response, 200, "application/json", "null");
    return;
  }
  send(response, 200, "application/json", JSON.stringify(answerPage(await run.flow(), question)));
}

function sendPage(response: ServerResponse, page: PageName, token: string): void {
  const nonce = randomBytes(16).toString("base64");
  const html = pageHtml({
    ...{ page, nonce, script: `${page}.js?token=${token}` },
    styles: [`standalone.css?token=${token}`, `page.css?token=${token}`],
    styleSource: "'self'",
    connect: "'self'",
  });
  send(response, 200, "text/html; charset=utf-8", html);
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  response.end(body);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  if (!response.headersSent) send(response, status, "text/plain", `${why}\n`);
}

function isToken(given: string | null, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Undefined when it is longer than any question. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > QUESTION_BYTES_AT_MOST) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
