/** Which TCP ports a process listens on: from the system's tables, on Linux. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTENING = "0A";

/** Null where the system does not tell. */
export function listeningPorts(pid: number): ReadonlySet<number> | null {
  const own = socketsOf(pid);
  if (own === null) return null;
  const ports = new Set<number>();
  for (const { port, inode } of listeners()) if (own.has(inode)) ports.add(port);
  return ports;
}

const INSPECT_OPTION = /--inspect(?:-brk|-wait|-port)?[=\s](?:[^\s=]*:)?(\d+)/g;

/** Ports that the process was told to open its inspector on: by its arguments, or by NODE_OPTIONS. */
export function announcedPorts(pid: number): number[] {
  const environment = read(`/proc/${pid}/environ`)
    .split("\0")
    .filter((variable) => variable.startsWith("NODE_OPTIONS="));
  const words = [read(`/proc/${pid}/cmdline`).replaceAll("\0", " "), ...environment].join(" ");
  return [...words.matchAll(INSPECT_OPTION)].flatMap(([, port]) =>
    port === undefined ? [] : [Number(port)],
  );
}

/** The process that listens on a port; null when there is none, or it is not ours to see. */
export function holderOf(port: number): number | null {
  const inodes = new Set(listeners().flatMap((one) => (one.port === port ? [one.inode] : [])));
  if (inodes.size === 0) return null;
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const sockets = socketsOf(Number(name));
    if (sockets !== null && [...inodes].some((inode) => sockets.has(inode))) return Number(name);
  }
  return null;
}

/** Whether anybody listens on a port of this machine. */
export function isTaken(port: number): boolean {
  return listeners().some((one) => one.port === port);
}

interface Listener {
  readonly port: number;
  readonly inode: string;
}

function listeners(): Listener[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
    read(table).split("\n").slice(1).flatMap(parseListener),
  );
}

/** Empty where the system does not tell. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parseListener(line: string): Listener[] {
  const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
  if (state !== LISTENING || local === undefined || inode === undefined) return [];
  return [{ port: parseInt(local.split(":")[1] ?? "", 16), inode }];
}

function socketsOf(pid: number): Set<string> | null {
  try {
    const folder = `/proc/${pid}/fd`;
    const links = readdirSync(folder).map((name) => readLink(`${folder}/${name}`));
    return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  } catch {
    return null;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
