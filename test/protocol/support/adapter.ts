/** The built debug adapter as an editor meets it: a process, spoken to over its stdio. */
import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Row, RowsArguments, RowsBody, Update } from "../../../server/dap/protocol.js";

const root = resolve(import.meta.dirname, "../../..");
export const BUILT = join(root, "dist/npm/dap.cjs");
const LIMIT_MS = 60_000;
const POLL_MS = 25;

export type ReverseRequest = (
  request: DebugProtocol.Request,
) => Promise<Pick<DebugProtocol.Response, "success" | "message" | "body">>;

/** A row with its children. */
export interface Branch extends Row {
  readonly branches: readonly Branch[];
}

export class Adapter extends DebugClient {
  /** All events, in the order in which they came. */
  readonly events: DebugProtocol.Event[] = [];

  private constructor(env: NodeJS.ProcessEnv, answer: ReverseRequest, program: string) {
    super(process.execPath, program, "sluice", { cwd: root, env });
    this.#answerRequests(answer);
  }

  /**
   * @param answer what the editor does when the adapter asks for something
   * @param program what runs as the adapter
   */
  static async start(
    env: NodeJS.ProcessEnv = process.env,
    answer: ReverseRequest = () => Promise.resolve({ success: false, message: "no such request" }),
    program = BUILT,
  ): Promise<Adapter> {
    const adapter = new Adapter(env, answer, program);
    await adapter.start();
    return adapter;
  }

  override emit(name: string, event: DebugProtocol.Event): boolean {
    this.events.push(event);
    return super.emit(name, event);
  }

  /** Ends the session, if it has not ended, and the adapter. */
  override async stop(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    if (child.exitCode === null && child.signalCode === null && child.stdin?.writable === true) {
      const gone = once(child, "exit");
      // An adapter that is going already does not answer.
      await Promise.race([this.disconnectRequest().catch(() => undefined), gone]);
    }
    child.kill();
  }

  /** As VS Code begins a session. */
  async begin(
    kind: "launch" | "attach",
    configuration: object,
    supportsRunInTerminalRequest = true,
  ): Promise<void> {
    await this.initializeRequest({
      adapterID: "sluice",
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: "path",
      supportsRunInTerminalRequest,
    });
    const begun = this.send(kind, configuration);
    await Promise.all([begun, this.configurationDoneRequest()]);
  }

  /** Why a session could not begin, as the editor would show it. */
  async refusal(kind: "launch" | "attach", configuration: object, terminals = true): Promise<string> {
    try {
      await this.begin(kind, configuration, terminals);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    throw new Error(`the ${kind} was not refused`);
  }

  async ended(): Promise<void> {
    await this.until("the end of the session", () => this.eventsOf("terminated").length > 0);
  }

  /** Asks again and again until there is an answer. */
  async until<T>(what: string, read: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
    for (const deadlineMs = Date.now() + LIMIT_MS; ;) {
      const value = await read();
      if (value != null && value !== false) return value as NonNullable<Exclude<T, false>>;
      if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}; events: ${this.#summary()}`);
      await delay(POLL_MS);
    }
  }

  eventsOf(name: string): DebugProtocol.Event[] {
    return this.events.filter(({ event }) => event === name);
  }

  /** The output of one category, or of all. */
  output(category?: string): string {
    return this.#outputs()
      .filter((body) => category === undefined || body.category === category)
      .map((body) => body.output)
      .join("");
  }

  /** The place that a line of the console links to. */
  linkOf(line: string): { file: string | undefined; line: number | undefined; column: number | undefined } {
    const body = this.#outputs().find(({ output }) => output.includes(line));
    return { file: body?.source?.path, line: body?.line, column: body?.column };
  }

  get lastUpdate(): Update | undefined {
    return this.eventsOf("sluice/update").at(-1)?.body as Update | undefined;
  }

  /** The process that is debugged. */
  get processId(): number | undefined {
    const body = this.eventsOf("process")[0]?.body as DebugProtocol.ProcessEvent["body"] | undefined;
    return body?.systemProcessId;
  }

  async rows(request: Partial<RowsArguments> = {}): Promise<RowsBody> {
    const { view = "tasks", parent = null, offset = 0, limit = 500 } = request;
    const response = await this.customRequest("sluice/rows", { view, parent, offset, limit });
    return response.body as RowsBody;
  }

  async tree(parent: string | null = null): Promise<Branch[]> {
    const { rows } = await this.rows({ parent });
    return Promise.all(rows.map(async (row) => ({ ...row, branches: await this.tree(row.id) })));
  }

  async threads(): Promise<DebugProtocol.Thread[]> {
    return (await this.threadsRequest()).body.threads;
  }

  /** "main /a/b.ts:1:2" for each frame with a place, and the text of those that are only a label. */
  async stack(threadId: number): Promise<string[]> {
    const { body } = await this.stackTraceRequest({ threadId });
    return body.stackFrames.map(({ name, source, line, column }) =>
      source === undefined ? name : `${name} ${source.path ?? ""}:${line}:${column}`,
    );
  }

  /** As an editor that crashes. */
  hangUp(): void {
    this.#process?.stdin?.destroy();
    this.#process?.stdout?.destroy();
  }

  /** As an editor that is busy with something else. */
  readNoMore(): void {
    this.#process?.stdout?.pause();
  }

  readAgain(): void {
    this.#process?.stdout?.resume();
  }

  kill(): void {
    this.#process?.kill();
  }

  /** Resolves when the adapter's process is over. */
  async gone(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    await once(child, "exit");
  }

  /** Resolves when it is over, and all that it told has been read. To be asked for while it is not. */
  async closed(): Promise<void> {
    if (this.#process !== null) await once(this.#process, "close");
  }

  /** DebugClient has no word for it. */
  get #process(): ChildProcess | null {
    const child: ChildProcess | null = Reflect.get(this, "_adapterProcess");
    return child;
  }

  #outputs(): DebugProtocol.OutputEvent["body"][] {
    return this.eventsOf("output").map(({ body }) => body as DebugProtocol.OutputEvent["body"]);
  }

  #summary(): string {
    return this.events
      .map(
        ({ event, body }) => `${event} ${(JSON.stringify(body) as string | undefined)?.slice(0, 200) ?? ""}`,
      )
      .join("\n");
  }

  /** DebugClient takes whatever is no event for a response: requests of the adapter's are ours to answer. */
  #answerRequests(answer: ReverseRequest): void {
    const wire = this as unknown as { dispatch: (body: string) => void; outputStream: NodeJS.WritableStream };
    const dispatch = wire.dispatch.bind(this);
    wire.dispatch = (text) => {
      const message = JSON.parse(text) as DebugProtocol.ProtocolMessage;
      if (message.type !== "request") {
        dispatch(text);
        return;
      }
      const request = message as DebugProtocol.Request;
      void answer(request).then((result) => {
        const response = { type: "response", request_seq: request.seq, command: request.command, ...result };
        const json = JSON.stringify(response);
        wire.outputStream.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
      });
    };
  }
}
