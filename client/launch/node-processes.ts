/** The Node processes of this user on the machine where the extension runs, from the system's own tables. */
import { execFile } from "node:child_process";
import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";

export interface NodeProcess {
  readonly pid: number;
  /** What it runs: the command line without the path of Node. */
  readonly command: string;
  /** Null where the system does not tell. */
  readonly cwd: string | null;
  /** Grows with the start of processes; only to compare. */
  readonly startedAt: number;
}

const NODE_NAME = /^(node|nodejs|node\d+)(\.exe)?$/;

/**
 * The youngest first. VS Code's own processes are Node too, and nobody looks for them here.
 *
 * @param ours folders whose scripts are VS Code's
 */
export async function nodeProcesses(ours: readonly string[]): Promise<NodeProcess[]> {
  const found = process.platform === "linux" ? await fromProc() : await fromTable();
  return found
    .filter(({ pid, command }) => pid !== process.pid && !ours.some((folder) => command.includes(folder)))
    .sort((a, b) => b.startedAt - a.startedAt);
}

async function fromProc(): Promise<NodeProcess[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map((name) => readProc(Number(name)).catch(() => null)));
  return found.filter((one) => one !== null);
}

/** The executable of another user's process cannot be read, nor could that process be dumped. */
async function readProc(pid: number): Promise<NodeProcess | null> {
  const folder = `/proc/${pid}`;
  const executable = (await readlink(`${folder}/exe`)).replace(/ \(deleted\)$/, "");
  if (!NODE_NAME.test(basename(executable))) return null;
  const words = (await readFile(`${folder}/cmdline`, "utf8")).split("\0").filter(Boolean);
  const cwd = await readlink(`${folder}/cwd`).catch(() => null);
  const { birthtimeMs, ctimeMs } = await stat(folder);
  return { pid, command: commandOf(words), cwd, startedAt: birthtimeMs === 0 ? ctimeMs : birthtimeMs };
}

/** Programs that set `process.title` have one word left, which is all that they want to be called. */
function commandOf([executable = "", ...args]: readonly string[]): string {
  return args.length === 0 ? basename(executable) : args.join(" ");
}

async function fromTable(): Promise<NodeProcess[]> {
  const windows = process.platform === "win32";
  const [file, args] = windows ? WINDOWS_TABLE : UNIX_TABLE;
  const { stdout } = await promisify(execFile)(file, args, { maxBuffer: 1e7, windowsHide: true });
  return stdout.split(/\r?\n/).flatMap((line) => parseRow(line));
}

const UNIX_TABLE = ["ps", ["-x", "-o", "pid=,command="]] as const;
const WINDOWS_TABLE = [
  "powershell.exe",
  [
    "-NoProfile",
    "-Command",
    'Get-CimInstance Win32_Process -Filter "Name=\'node.exe\'" | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }',
  ],
] as const;

/** `123 /usr/local/bin/node app.js`, or with the executable in quotes. */
export function parseRow(line: string): NodeProcess[] {
  const [, pid = "", quoted, plain, rest = ""] = /^\s*(\d+)\s+(?:"([^"]+)"|(\S+))\s*(.*)$/.exec(line) ?? [];
  const executable = quoted ?? plain ?? "";
  const name = executable.split(/[\\/]/).at(-1) ?? "";
  if (!NODE_NAME.test(name)) return [];
  return [{ pid: Number(pid), command: rest === "" ? name : rest, cwd: null, startedAt: Number(pid) }];
}
