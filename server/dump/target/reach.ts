/**
 * Reaching the inspector of a process.
 *
 * A plain Node opens its inspector on SIGUSR1, on port 9229 unless it was told another, and only if that port is
 * free: when it is not, it says so on its own stderr and nothing can connect. So what listens on the port is
 * never trusted to be the process that was asked for: it is asked who it is.
 */
import { setTimeout as delay } from "node:timers/promises";
import { DumpError, dumpErrors } from "../errors.js";
import { InspectorSession } from "../inspector/session.js";
import { WebSocketConnection } from "../inspector/web-socket.js";
import { announcedPorts, holderOf, isTaken, listeningPorts } from "./ports.js";
import { checkProcess, handlesSignal, isRunning, nameProcess } from "./processes.js";

/** What is to be dumped: a process of this machine, or an inspector that is open already. */
export type Target =
  | { readonly kind: "pid"; readonly pid: number }
  | { readonly kind: "address"; readonly host: string; readonly port: number };

export interface Reached {
  readonly session: InspectorSession;
  /** True when the inspector was closed before: then it is to be closed again. */
  readonly openedByUs: boolean;
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 9229;
const LOCALHOST = "127.0.0.1";
const OPENING_MS = 5000;
const POLL_MS = 20;

/** @throws {DumpError} */
export async function reach(target: Target): Promise<Reached> {
  if (target.kind === "address") {
    const session = await connect(target.host, target.port);
    if (session === null) throw dumpErrors.noAnswer(`${target.host}:${target.port}`);
    return { session, openedByUs: false, host: target.host, port: target.port };
  }
  checkProcess(target.pid);
  return (await alreadyOpen(target.pid)) ?? (await openBySignal(target.pid));
}

async function alreadyOpen(pid: number): Promise<Reached | null> {
  const listening = listeningPorts(pid);
  // The program's own servers are left in peace.
  for (const port of [DEFAULT_PORT, ...announcedPorts(pid)]) {
    if (listening?.has(port) === false) continue;
    const session = await connectTo(pid, port);
    if (session !== null) return { session, openedByUs: false, host: LOCALHOST, port };
  }
  return null;
}

async function openBySignal(pid: number): Promise<Reached> {
  const before = listeningPorts(pid);
  const takenBefore = isTaken(DEFAULT_PORT);
  signal(pid);
  const deadline = performance.now() + OPENING_MS;
  while (performance.now() < deadline) {
    await delay(POLL_MS);
    const fresh = [...(listeningPorts(pid) ?? [DEFAULT_PORT])].filter((port) => before?.has(port) !== true);
    for (const port of fresh) {
      const session = await connectTo(pid, port);
      if (session !== null) return { session, openedByUs: true, host: LOCALHOST, port };
    }
    if (!isRunning(pid)) throw dumpErrors.gone(pid);
    // It has tried, and failed, as soon as it can answer to anything at all.
    if (takenBefore && performance.now() > deadline - OPENING_MS + 1000) break;
  }
  if (takenBefore) throw dumpErrors.portTaken(pid, DEFAULT_PORT, nameProcess(holderOf(DEFAULT_PORT)));
  throw dumpErrors.noInspector(pid);
}

function signal(pid: number): void {
  // A process ends by a signal that it has no handler for; Node's own is not there with --disable-sigusr1.
  if (process.platform === "linux" && !handlesSignal(pid, 10)) throw dumpErrors.noInspector(pid);
  try {
    if (process.platform === "win32") debugProcess(pid);
    else process.kill(pid, "SIGUSR1");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "EPERM" ? dumpErrors.notOurs(pid) : dumpErrors.noProcess(pid);
  }
}

/** Windows has no SIGUSR1; Node itself offers this to its debuggers. */
function debugProcess(pid: number): void {
  (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);
}

/** A session with the inspector at a port, if that is the process's own. */
async function connectTo(pid: number, port: number): Promise<InspectorSession | null> {
  const session = await connect(LOCALHOST, port);
  if (session === null || (await pidOf(session)) === pid) return session;
  session.close();
  return null;
}

async function connect(host: string, port: number): Promise<InspectorSession | null> {
  try {
    const url = await debuggerUrl(host, port);
    return url === null ? null : new InspectorSession(await WebSocketConnection.connect(url));
  } catch (error) {
    if (error instanceof DumpError) throw error;
    return null;
  }
}

/** What the inspector calls its targets; null when what listens there is no inspector. */
async function debuggerUrl(host: string, port: number): Promise<string | null> {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const response = await fetch(`http://${authority}/json/list`, { signal: AbortSignal.timeout(3000) });
  const targets = (await response.json()) as readonly { readonly webSocketDebuggerUrl?: string }[];
  const url = targets[0]?.webSocketDebuggerUrl;
  // Behind a container's port mapping the process calls itself by an address of its own.
  return url === undefined ? null : url.replace(/^ws:\/\/[^/]+/, `ws://${authority}`);
}

async function pidOf(session: InspectorSession): Promise<number | null> {
  const question = session.send<{ result: { value?: number } }>("Runtime.evaluate", {
    expression: "process.pid",
    returnByValue: true,
  });
  const answer = await Promise.race([question.catch(() => null), delay(OPENING_MS, null, { ref: false })]);
  return answer?.result.value ?? null;
}

/**
 * Between our leaving and the closing of the inspector: Node crashes, one time in five, when its inspector is
 * closed while a connection to it is being taken down.
 */
const LEAVING_MS = 100;

/** Closes the inspector of the process again, and waits until nobody listens there any more. */
export async function closeInspector({ session, port, host }: Reached): Promise<boolean> {
  const expression = `setTimeout(() => process._debugEnd(), ${LEAVING_MS}), 0`;
  await session.send("Runtime.evaluate", { expression, returnByValue: true }).catch(() => undefined);
  session.close();
  const deadline = performance.now() + 2000;
  while (performance.now() < deadline) {
    await delay(LEAVING_MS);
    if (!(await answers(host, port))) return true;
  }
  return false;
}

/** By the system's tables where there are any: a connection might come just while the inspector is closing. */
async function answers(host: string, port: number): Promise<boolean> {
  if (process.platform === "linux" && host === LOCALHOST) return isTaken(port);
  return fetch(`http://${host}:${port}/json/version`, { signal: AbortSignal.timeout(500) }).then(
    () => true,
    () => false,
  );
}
