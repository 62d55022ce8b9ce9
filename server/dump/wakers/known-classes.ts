/** Objects of Node's that the world outside of the program acts on: each by its class, told in words. */
import type { WaitOp } from "../../../tracer/wire/index.js";
import type { Node, Snapshot } from "../snapshot/snapshot.js";
import { numberOf, stringOf } from "./values.js";

/** Something that could end a wait. */
export interface Waker {
  /** What a wait for it is called; null when it says nothing about that. */
  readonly op: WaitOp | null;
  /** Of a timer: what it was set to; else 0. */
  readonly delayMs: number;
  readonly words: string;
}

interface KnownClass {
  readonly op: WaitOp;
  readonly words: (snapshot: Snapshot, object: Node) => string;
}

const known = (op: WaitOp, words: string | KnownClass["words"]): KnownClass => ({
  op,
  words: typeof words === "string" ? () => words : words,
});

const CLASSES: Readonly<Record<string, KnownClass>> = {
  Socket: known("io", socketWords),
  TLSSocket: known("io", socketWords),
  Server: known("io", serverWords),
  Http2Session: known("io", "an HTTP/2 session"),
  ClientRequest: known("io", requestWords),
  IncomingMessage: known("io", "an HTTP message"),
  ServerResponse: known("io", "an HTTP response"),
  TCP: known("io", "a socket"),
  Pipe: known("io", "a pipe"),
  UDP: known("io", "a UDP socket"),
  TCPConnectWrap: known("io", "a connection that is being made"),
  PipeConnectWrap: known("io", "a connection that is being made"),
  GetAddrInfoReqWrap: known("io", "a look-up of an address"),
  QueryReqWrap: known("io", "a DNS query"),
  FSReqCallback: known("io", "a file request"),
  FSReqPromise: known("io", "a file request"),
  FileHandle: known("io", "a file"),
  FSWatcher: known("io", "a file watcher"),
  FSEvent: known("io", "a file watcher"),
  StatWatcher: known("io", "a file watcher"),
  ReadStream: known("io", "a stream"),
  WriteStream: known("io", "a stream"),
  ChildProcess: known("child", childWords),
  Process: known("child", "a child process"),
  Worker: known("message", "a worker thread"),
  MessagePort: known("message", "a message port"),
};

/** What an object of Node's own stands for; null for all others, and for prototypes. */
export function knownObject(snapshot: Snapshot, object: Node): Waker | null {
  if (snapshot.type(object) !== "object") return null;
  const name = snapshot.name(object).replace(/^Node \/ /, "");
  if (name === "Timeout") return timerWaker(snapshot, object, 0);
  if (name === "Immediate") return { op: "timer", delayMs: 0, words: "an immediate" };
  const entry = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  return entry === undefined ? null : { op: entry.op, delayMs: 0, words: entry.words(snapshot, object) };
}

/** @param nowMs of the event loop's clock */
export function timerWaker(snapshot: Snapshot, timer: Node, nowMs: number): Waker | null {
  const delayMs = numberOf(snapshot, timer, "_idleTimeout");
  const startMs = numberOf(snapshot, timer, "_idleStart");
  if (delayMs === undefined || startMs === undefined || delayMs < 0) return null;
  const leftMs = Math.max(0, startMs + delayMs - nowMs);
  const repeats = numberOf(snapshot, timer, "_repeat") !== undefined;
  const kind = repeats ? "an interval" : "a timer";
  return { op: "timer", delayMs, words: `${kind} of ${inWords(delayMs)} (${inWords(leftMs)} left)` };
}

export function isTimer(snapshot: Snapshot, object: Node): boolean {
  return snapshot.type(object) === "object" && snapshot.name(object) === "Timeout";
}

function inWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(Math.round(ms / 100) / 10).toLocaleString("en-US")} s`;
}

function socketWords(snapshot: Snapshot, socket: Node): string {
  const peer = snapshot.follow(socket, "_peername");
  const address = peer === undefined ? undefined : stringOf(snapshot, peer, "address");
  const port = peer === undefined ? undefined : numberOf(snapshot, peer, "port");
  if (address !== undefined && port !== undefined) return `a socket (${address}:${port})`;
  const host = stringOf(snapshot, socket, "_host");
  return host === undefined ? "a socket" : `a socket (${host})`;
}

/** Node notes where a server listens as "4:127.0.0.1:8080". */
function serverWords(snapshot: Snapshot, server: Node): string {
  const key = stringOf(snapshot, server, "_connectionKey");
  return key === undefined ? "a server" : `a server (${key.replace(/^-?\d+:/, "")})`;
}

function requestWords(snapshot: Snapshot, request: Node): string {
  const [method, host, path] = ["method", "host", "path"].map((name) => stringOf(snapshot, request, name));
  return host === undefined ? "an HTTP request" : `an HTTP request (${method ?? "GET"} ${host}${path ?? ""})`;
}

function childWords(snapshot: Snapshot, child: Node): string {
  const [pid, file] = [numberOf(snapshot, child, "pid"), stringOf(snapshot, child, "spawnfile")];
  const facts = [file, pid === undefined ? undefined : `pid ${pid}`].filter((one) => one !== undefined);
  return facts.length === 0 ? "a child process" : `a child process (${facts.join(", ")})`;
}
