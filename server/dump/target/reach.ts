/**
 * Reaching the inspector of a process.
 *
 * A plain Node opens its inspector on SIGUSR1, on port 9229 unless it was told another, and only if that port is
 * free: when it is not, it says so on its own stderr and nothing can connect. So what listens on the port is
 * never trusted to be the process that was asked for: it is asked who it is.
 */
import { setTimeout as delay } from "node:timers/promises";
import { DumpError, dumpErrors } from "../errors.js";
import { getJson } from "../inspector/http-json.js";
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
/** As in `--inspect=0`. */
const ANY_PORT = 0;
const LOCALHOST = "127.0.0.1";
const OPENING_MS = 5000;
const POLL_MS = 20;
/** Another dump needs the port for no longer than this. */
const PORT_PATIENCE_MS = 15_000;
const SILENCE_MS = 1000;
/** An inspector answers this from a thread of its own, whatever the program does. */
const LISTING_MS = 3000;
const CLOSED_MS = 500;
/** Several dumps at once take turns at one port. */
const ATTEMPTS = 5;

export interface ReachProgress {
  /** Another inspector has the port, which may be that of another dump. */
  portHeld(port: number, holder: string): void;
}

/** @throws {DumpError} */
export async function reach(target: Target, progress: ReachProgress): Promise<Reached> {
  if (target.kind === "address") {
    const session = await connect(target.host, target.port);
    if (session === null) throw dumpErrors.noAnswer(`${target.host}:${target.port}`);
    return { session, openedByUs: false, host: target.host, port: target.port };
  }
  checkProcess(target.pid);
  return (await alreadyOpen(target.pid)) ?? (await openBySignal(target.pid, progress));
}

async function alreadyOpen(pid: number): Promise<Reached | null> {
  const announced = announcedPorts(pid);
  // The program's own servers are left in peace, unless it was told to take any port for its inspector.
  const ports = announced.includes(ANY_PORT) ? (listeningPorts(pid) ?? []) : [DEFAULT_PORT, ...announced];
  return openAt(pid, ports);
}

/** Whether `reach` would find an inspector that is open, as far as can be told without connecting to it. */
export async function isInspectorOpen(pid: number): Promise<boolean> {
  const listening = listeningPorts(pid);
  const announced = announcedPorts(pid);
  // Where the system does not tell whose a port is, to ask who listens there would show in that program.
  if (listening === null) return false;
  const ports = announced.includes(ANY_PORT) ? listening : [DEFAULT_PORT, ...announced];
  for (const port of ports) {
    if (listening.has(port) && (await isInspector(port))) return true;
  }
  return false;
}

/** The first of these ports that is the process's inspector. */
async function openAt(pid: number, ports: Iterable<number>): Promise<Reached | null> {
  for (const port of ports) {
    if (listeningPorts(pid)?.has(port) === false) continue;
    const session = await connectTo(pid, port);
    if (session !== null) return { session, openedByUs: false, host: LOCALHOST, port };
  }
  return null;
}

async function openBySignal(pid: number, progress: ReachProgress): Promise<Reached> {
  const wanted = announcedPorts(pid)[0] ?? DEFAULT_PORT;
  const before = listeningPorts(pid);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // A process that cannot have the port says so on its own stderr, for nothing.
    await untilFree(pid, wanted, progress);
    signal(pid);
    const opened = await untilOpen(pid, wanted, before);
    if (opened !== null) return opened;
    // Somebody else was faster.
    if (!isHeldByAnother(pid, wanted)) break;
  }
  if (isHeldByAnother(pid, wanted)) throw dumpErrors.portTaken(pid, wanted, nameProcess(holderOf(wanted)));
  // It may have opened its inspector by itself, at a port that nobody announced: then the signal opens no other.
  const open = await openAt(pid, before ?? []);
  if (open === null) throw dumpErrors.noInspector(pid);
  return open;
}

async function untilOpen(
  pid: number,
  wanted: number,
  before: ReadonlySet<number> | null,
): Promise<Reached | null> {
  const deadline = performance.now() + OPENING_MS;
  while (performance.now() < deadline) {
    await delay(POLL_MS);
    const fresh = [...(listeningPorts(pid) ?? [DEFAULT_PORT])].filter((port) => before?.has(port) !== true);
    for (const port of fresh) {
      const session = await connectTo(pid, port);
      if (session !== null) return { session, openedByUs: true, host: LOCALHOST, port };
    }
    if (!isRunning(pid)) throw dumpErrors.gone(pid);
    if (isHeldByAnother(pid, wanted)) return null;
  }
  return null;
}

async function untilFree(pid: number, port: number, progress: ReachProgress): Promise<void> {
  const deadline = performance.now() + PORT_PATIENCE_MS;
  let told = false;
  let answeredMs = performance.now();
  while (isHeldByAnother(pid, port)) {
    // An inspector that opens or closes just now does not answer either.
    const answers = await isInspector(port);
    const nowMs = performance.now();
    if (answers) answeredMs = nowMs;
    const holder = nameProcess(holderOf(port));
    if (nowMs - answeredMs > SILENCE_MS || nowMs > deadline) {
      if (isHeldByAnother(pid, port)) throw dumpErrors.portTaken(pid, port, holder);
      return;
    }
    if (!told && answers) {
      progress.portHeld(port, holder);
      told = true;
    }
    await delay(5 * POLL_MS);
  }
}

function isHeldByAnother(pid: number, port: number): boolean {
  return isTaken(port) && listeningPorts(pid)?.has(port) !== true;
}

async function isInspector(port: number): Promise<boolean> {
  return (await debuggerUrl(LOCALHOST, port).catch(() => null)) !== null;
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
  if (session === null || listeningPorts(pid)?.has(port) === true) return session;
  if ((await pidOf(session)) === pid) return session;
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
  const targets = await getJson(`http://${authority}/json/list`, LISTING_MS);
  const url = (targets as readonly { readonly webSocketDebuggerUrl?: string }[])[0]?.webSocketDebuggerUrl;
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

/** Who does not answer for so long does not at all: it is blocked in native code. */
const CLOSING_MS = 5000;

/** Has the process close its inspector again, and leaves it before it does. */
export async function startClosing({ session }: Reached): Promise<void> {
  const expression = `setTimeout(() => process._debugEnd(), ${LEAVING_MS}), 0`;
  const answer = session.send("Runtime.evaluate", { expression, returnByValue: true });
  await Promise.race([answer.catch(() => undefined), delay(CLOSING_MS, undefined, { ref: false })]);
  session.close();
}

/** Whether nobody listens there any more, after a while. */
export async function untilClosed({ port, host }: Reached): Promise<boolean> {
  const deadline = performance.now() + 2000;
  await delay(LEAVING_MS);
  // Looked at once at least: what is done meanwhile may take longer than the whole while.
  do {
    await delay(POLL_MS);
    if (!(await answers(host, port))) return true;
  } while (performance.now() < deadline);
  return false;
}

/** By the system's tables where there are any: a connection might come just while the inspector is closing. */
async function answers(host: string, port: number): Promise<boolean> {
  if (process.platform === "linux" && host === LOCALHOST) return isTaken(port);
  return getJson(`http://${host}:${port}/json/version`, CLOSED_MS).then(
    () => true,
    () => false,
  );
}
