/** A process that nobody prepared, dumped when the session attaches to it; afterwards it is left alone. */
import { Event, TerminatedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { IgnoreRule } from "../detect/silence.js";
import { dump, type Dump } from "../dump/dump.js";
import { findingLines, dumpLines, hiddenTasksWords, outputEvent } from "./console-words.js";
import type { Debuggee } from "./debuggee.js";
import { DumpProgress } from "./dump-progress.js";
import { findingFacts } from "./heard-findings.js";
import { DumpedRun } from "./dumped-run.js";
import { Inspection } from "./inspection.js";
import type { SkipFile } from "./skip-files.js";

type SendEvent = (event: DebugProtocol.Event) => void;

export class DumpedProcess implements Debuggee {
  run: DumpedRun | null = null;
  inspection: Inspection | null = null;
  readonly #pid: number;
  readonly #ignored: readonly IgnoreRule[];
  readonly #skip: SkipFile;
  readonly #send: SendEvent;
  readonly #stop = new AbortController();
  #taking: Promise<unknown> | null = null;
  #over = false;

  constructor(pid: number, ignored: readonly IgnoreRule[], skip: SkipFile, send: SendEvent) {
    this.#pid = pid;
    this.#ignored = ignored;
    this.#skip = skip;
    this.#send = send;
  }

  /** @param showsProgress the client does @throws {DumpError} */
  async take(showsProgress: boolean): Promise<void> {
    const progress = new DumpProgress(this.#pid, showsProgress, this.#send);
    const options = { target: { kind: "pid", pid: this.#pid }, fast: false, locals: "some" } as const;
    const taking = dump(options, progress, this.#stop.signal);
    this.#taking = taking;
    try {
      this.#show(await taking);
    } finally {
      progress.end();
    }
  }

  proveLeaks(): Promise<void> {
    return Promise.reject(new Error("leaks are proved in a program that runs under Sluice, not in a dump"));
  }

  terminate(): Promise<void> {
    this.#tellOver();
    this.#send(new TerminatedEvent());
    return Promise.resolve();
  }

  /** A dump that is under way ends early: its process must not be left with an open inspector. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#taking?.catch(() => undefined);
    this.#tellOver();
  }

  #show(taken: Dump): void {
    const run = new DumpedRun(taken.model, taken.takenAtMs, this.#ignored);
    this.run = run;
    this.inspection = new Inspection(run, this.#skip);
    this.#send(processEvent(taken));
    this.#send(new Event("sluice/findings", { findings: findingFacts(run.moment) }));
    this.#send(new Event("sluice/update", run.update(null)));
    this.#tellThreads(run, this.inspection);
    for (const line of [...dumpLines(taken), ...findingLines(run.moment)]) this.#send(outputEvent(line));
  }

  #tellThreads(run: DumpedRun, inspection: Inspection): void {
    const list = run.threads();
    const [first] = inspection.threads(list);
    if (first !== undefined) this.#send(pausedEvent(first.id));
    if (list.hiddenTasks > 0)
      this.#send(outputEvent({ text: hiddenTasksWords(list.hiddenTasks), site: null }));
  }

  #tellOver(): void {
    if (this.run === null || this.#over) return;
    this.#over = true;
    this.#send(new Event("sluice/update", this.run.update("was dumped")));
  }
}

function processEvent({ facts: { argv, pid } }: Dump): DebugProtocol.Event {
  const body: DebugProtocol.ProcessEvent["body"] = {
    name: argv[1] ?? argv[0] ?? "",
    systemProcessId: pid,
    isLocalProcess: true,
    startMethod: "attach",
  };
  return new Event("process", body);
}

/** All at once: of a moment nothing goes on. */
function pausedEvent(threadId: number): DebugProtocol.Event {
  const body: DebugProtocol.StoppedEvent["body"] = {
    reason: "dump",
    description: "Dumped",
    text: "As of the moment of the dump: the process goes on",
    threadId,
    preserveFocusHint: true,
    allThreadsStopped: true,
  };
  return new Event("stopped", body);
}
