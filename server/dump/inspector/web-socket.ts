/** A client's connection to an inspector's WebSocket. Node has one of its own only from version 22 on. */
import { createHash, randomBytes } from "node:crypto";
import { request, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { closeFrame, FrameReader, pongFrame, textFrame } from "./frames.js";

/** Of the protocol: what a server mixes into its answer to show that it understood. */
const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const CONNECT_TIMEOUT_MS = 5000;

export class WebSocketConnection {
  /** Called with each whole message. */
  onText: (text: string) => void = () => undefined;
  /** Called once, whoever closed it. */
  onClose: () => void = () => undefined;

  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  #closed = false;

  constructor(socket: Socket, head: Buffer) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("error", () => this.#end());
    socket.on("close", () => this.#end());
    // Bytes that came together with the answer to the upgrade, once the caller has set its handlers.
    if (head.length > 0) queueMicrotask(() => this.#receive(head));
  }

  /** @throws {Error} when nobody answers there, or not with a WebSocket. */
  static connect(url: string): Promise<WebSocketConnection> {
    const key = randomBytes(16).toString("base64");
    return new Promise((connected, failed) => {
      const upgrade = request(url.replace(/^ws:/, "http:"), {
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": key,
        },
        timeout: CONNECT_TIMEOUT_MS,
      });
      upgrade.once("error", failed);
      upgrade.once("timeout", () => upgrade.destroy(new Error("no answer")));
      upgrade.once("response", (response) => {
        response.destroy();
        failed(new Error(`answered with HTTP ${response.statusCode ?? 0}`));
      });
      upgrade.once("upgrade", (response, socket: Socket, head) => {
        socket.setTimeout(0);
        if (accepts(response, key)) connected(new WebSocketConnection(socket, head));
        else {
          socket.destroy();
          failed(new Error("not a WebSocket"));
        }
      });
      upgrade.end();
    });
  }

  send(text: string): void {
    if (!this.#closed) this.#socket.write(textFrame(text));
  }

  close(): void {
    if (!this.#closed) this.#socket.end(closeFrame());
    this.#end();
  }

  #receive(bytes: Buffer): void {
    try {
      for (const message of this.#reader.push(bytes)) {
        if (this.#closed) return;
        if (message.kind === "text") this.onText(message.text);
        else if (message.kind === "ping") this.#socket.write(pongFrame(message.payload));
        else this.close();
      }
    } catch {
      this.#end();
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroySoon();
    this.onClose();
  }
}

function accepts(response: IncomingMessage, key: string): boolean {
  const expected = createHash("sha1").update(`${key}${ACCEPT_SUFFIX}`).digest("base64");
  return response.headers["sec-websocket-accept"] === expected;
}
