/** The debug session as the protocol sees it: requests in, answers out. What they mean is told elsewhere. */
import { DebugSession, InitializedEvent, InvalidatedEvent, StoppedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Readable, Writable } from "node:stream";
import type { IgnoreRule } from "../detect/silence.js";
import { LaunchError, prepareLaunch, type Launch } from "../session/launch.js";
import { removeRecordings } from "../session/recordings.js";
import { attachArguments, launchArguments, type ConsoleKind } from "./arguments.js";
import type { Debuggee } from "./debuggee.js";
import { BesideDebugger, refuseStops } from "./beside-debugger.js";
import { DumpedProcess } from "./dumped-process.js";
import { LargeBodies } from "./large-bodies.js";
import { OutputEvents } from "./output-events.js";
import { Program } from "./program.js";
import type { SluiceEvents, WhatRunsBody } from "./protocol.js";
import { openRecording } from "./opened-recording.js";
import { answerCustom } from "./custom-requests.js";
import { FILTERS, StopPoints } from "./debugger/stop-points.js";
import { skipFilesOf } from "./skip-files.js";
import { attachTo } from "./target/attached.js";
import { runInTerminal } from "./target/in-terminal.js";
import { spawnProgram } from "./target/spawned.js";
import type { Target } from "./target/target.js";
import { writtenOut } from "./written-out.js";

/** Not the user's own code, as the launch configuration has it by default. */
const PACKAGES = ["**/node_modules/**"];

const TERMINAL_LIMIT_MS = 30_000;

const NO_STOPPING =
  "Sluice shows where tasks wait and does not stop the program: breakpoints and stepping are the JavaScript debugger's.";

/** Their bodies grow with the program. */
const LARGE_EVENTS: ReadonlySet<string> = new Set<keyof SluiceEvents>([
  "sluice/update",
  "sluice/flow",
  "sluice/past",
]);

export class SluiceSession extends DebugSession {
  #debuggee: Debuggee | null = null;
  #output: Writable | null = null;
  #terminalsOffered = false;
  #showsProgress = false;
  #shuttingDown = false;
  readonly #stops = new StopPoints();
  readonly #large: LargeBodies;

  /** @param largeBodies a folder of the client's for bodies that are too large for its stream */
  constructor(largeBodies: string | null) {
    super();
    this.#large = new LargeBodies(largeBodies);
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  override start(input: Readable, output: Writable): void {
    this.#output = output;
    super.start(input, output);
  }

  override sendEvent(event: DebugProtocol.Event): void {
    if (LARGE_EVENTS.has(event.event)) event.body = this.#large.pack(event.body);
    super.sendEvent(event);
  }

  /** The client is gone, or done: nothing of ours stays behind, but it is told to the end, however slowly it reads. */
  override shutdown(): void {
    if (this.#shuttingDown) return;
    this.#shuttingDown = true;
    void this.#closed()
      .then(() => (this.#output === null ? undefined : writtenOut(this.#output)))
      .then(() => super.shutdown());
  }

  /** Somebody ends the adapter: nothing of ours stays behind, and whether anybody still reads is not waited for. */
  abandon(): void {
    this.#shuttingDown = true;
    void this.#closed().then(() => super.shutdown());
  }

  async #closed(): Promise<void> {
    await this.#debuggee?.close().catch(() => undefined);
  }

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    args: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.#terminalsOffered = args.supportsRunInTerminalRequest === true;
    this.#showsProgress = args.supportsProgressReporting === true;
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsTerminateRequest: true,
      supportsEvaluateForHovers: true,
      supportsFunctionBreakpoints: true,
      exceptionBreakpointFilters: [...FILTERS],
    };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): void {
    this.#answer(response, async () => {
      const { request, console: consoleKind, skipFiles, ignored } = launchArguments(args);
      refuseStops(this.#stops, (event) => this.sendEvent(event));
      const launch = await prepareLaunch(request);
      const program = this.#follow(launch.recording, true, ignored, skipFiles);
      try {
        program.follow(await this.#startProgram(launch, consoleKind, program));
      } catch (error) {
        program.run.stop();
        await removeRecordings(launch.recording);
        throw error;
      }
    });
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    args: DebugProtocol.AttachRequestArguments,
  ): void {
    this.#answer(response, async () => {
      const { to, ignored } = attachArguments(args);
      if (to.kind === "recording") return this.#open(to.file, ignored);
      if (to.kind === "debugger") return this.#beside(to.proxy, ignored);
      refuseStops(this.#stops, (event) => this.sendEvent(event));
      const target = await attachTo(to.pid);
      if (target === null) await this.#dump(to.pid, ignored);
      else this.#follow(target.recording, false, ignored, []).follow(target);
    });
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#answer(response, async () => this.#debuggee?.terminate());
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.#answer(
      response,
      async () => this.#debuggee?.close(),
      () => this.shutdown(),
    );
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.#debuggee?.inspection?.threads() ?? [] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    args: DebugProtocol.StackTraceArguments,
  ): void {
    response.body = this.#debuggee?.inspection?.stackTrace(args) ?? { stackFrames: [] };
    this.sendResponse(response);
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    args: DebugProtocol.ScopesArguments,
  ): void {
    response.body = { scopes: this.#debuggee?.inspection?.scopes(args) ?? [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    this.#answer(response, async () => {
      response.body = { variables: (await this.#debuggee?.inspection?.variables(args)) ?? [] };
    });
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    args: DebugProtocol.EvaluateArguments,
  ): void {
    this.#answer(response, async () => {
      const { inspection } = this.#debuggee ?? {};
      if (inspection == null) throw new Error("the program has not started yet");
      // Who points at something does not want it to be called.
      if (args.context === "hover" && !isPath(args.expression)) throw new Error("this is no variable");
      const { value, type } = await inspection.evaluate(args);
      response.body = { result: value, type, variablesReference: 0 };
    });
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.#answer(response, async () => {
      response.body = { breakpoints: await this.#stops.setPrimitives(args.breakpoints) };
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.#answer(response, () => this.#stops.setFilters(args.filters));
  }

  /** A task that waits stands already: clients that have not kept that in mind pause it before they ask for its stack. */
  protected override pauseRequest(
    response: DebugProtocol.PauseResponse,
    { threadId }: DebugProtocol.PauseArguments,
  ): void {
    if (this.#debuggee?.inspection?.busyThreadOf(threadId) !== undefined) {
      // Its stack is what the user wants to see; the thread itself goes on.
      this.#answer(response, async () => {
        await this.#whatRuns();
      });
      return;
    }
    if (this.#debuggee?.inspection?.taskOf(threadId)?.wait == null) {
      this.#refuse(response, NO_STOPPING);
      return;
    }
    this.sendResponse(response);
    this.sendEvent(new StoppedEvent("pause", threadId));
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.#answer(response, async () => {
      if (this.#debuggee?.goOn === undefined) throw new Error(NO_STOPPING);
      response.body = { allThreadsContinued: false };
      await this.#debuggee.goOn();
    });
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#refuse(response, NO_STOPPING);
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#refuse(response, NO_STOPPING);
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#refuse(response, NO_STOPPING);
  }

  protected override customRequest(command: string, response: DebugProtocol.Response, args: unknown): void {
    if (command === "sluice/proveLeaks") {
      this.#answer(response, async () => this.#debuggee?.proveLeaks());
      return;
    }
    if (command === "sluice/whatRuns") {
      this.#answer(response, async () => {
        response.body = await this.#whatRuns();
      });
      return;
    }
    this.#answer(response, async () => {
      response.body = this.#large.pack(await answerCustom(this.#debuggee, command, args));
      // What stands still has no changes that would tell.
      if (command === "sluice/toggleThreads") this.sendEvent(new InvalidatedEvent(["threads"]));
    });
  }

  async #whatRuns(): Promise<WhatRunsBody> {
    const debuggee = this.#debuggee;
    if (debuggee?.whatRuns === undefined) throw new Error("nothing runs here");
    return { site: await debuggee.whatRuns() };
  }

  #follow(
    recording: string,
    launched: boolean,
    ignored: readonly IgnoreRule[],
    skipFiles: readonly string[],
  ): Program {
    const skip = skipFilesOf(skipFiles);
    const program = new Program(recording, launched, ignored, skip, (event) => this.sendEvent(event));
    this.#debuggee = program;
    return program;
  }

  async #open(file: string, ignored: readonly IgnoreRule[]): Promise<void> {
    const send: (event: DebugProtocol.Event) => void = (event) => this.sendEvent(event);
    this.#debuggee = await openRecording(file, ignored, skipFilesOf(PACKAGES), send);
  }

  async #beside(proxy: string, ignored: readonly IgnoreRule[]): Promise<void> {
    const send: (event: DebugProtocol.Event) => void = (event) => this.sendEvent(event);
    const options = { ignored, skip: skipFilesOf(PACKAGES), send, stops: this.#stops };
    this.#debuggee = await BesideDebugger.open(proxy, options);
  }

  async #dump(pid: number, ignored: readonly IgnoreRule[]): Promise<void> {
    const dumped = new DumpedProcess(pid, ignored, skipFilesOf(PACKAGES), (event) => this.sendEvent(event));
    this.#debuggee = dumped;
    await dumped.take(this.#showsProgress);
  }

  async #startProgram(launch: Launch, consoleKind: ConsoleKind, program: Program): Promise<Target> {
    if (consoleKind === "internalConsole") {
      return spawnProgram(launch, new OutputEvents((event) => this.sendEvent(event), this.#output));
    }
    if (!this.#terminalsOffered) {
      throw new LaunchError(`this client has no terminals: set "console" to internalConsole`);
    }
    return runInTerminal(
      consoleKind === "integratedTerminal" ? "integrated" : "external",
      launch,
      (args) => this.#requestTerminal(args),
      () => program.model.program?.pid,
    );
  }

  #requestTerminal(
    args: DebugProtocol.RunInTerminalRequestArguments,
  ): Promise<DebugProtocol.RunInTerminalResponse> {
    return new Promise((resolve) => {
      this.runInTerminalRequest(args, TERMINAL_LIMIT_MS, resolve);
    });
  }

  /** Whatever goes wrong is an answer too, and shown to the user. */
  #answer(
    response: DebugProtocol.Response,
    work: () => Promise<void>,
    afterwards: () => void = () => undefined,
  ): void {
    work()
      .then(
        () => this.sendResponse(response),
        (error: unknown) => this.#refuse(response, error),
      )
      .finally(afterwards);
  }

  #refuse(response: DebugProtocol.Response, reason: unknown): void {
    const _reason = sentence(reason instanceof Error ? reason.message : String(reason));
    // The library leaves variables out of what is shown unless their names begin with an underscore.
    this.sendErrorResponse(response, { id: 1, format: "{_reason}", variables: { _reason }, showUser: true });
  }
}

/** "order", "order.items[0].price" */
function isPath(expression: string): boolean {
  return /^[\w$]+(\??\.[\w$]+|\[\d+\])*$/.test(expression);
}

/** In a terminal the messages follow the command's name; here they stand alone. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
