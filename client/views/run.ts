/** One run that the views can show: asked of its adapter while that lives, afterwards what is kept of it. */
import type * as vscode from "vscode";
import type { Answers, Question } from "../../media/wire/messages.js";
import type { KeptFlow } from "../../server/flow/kept.js";
import { answerFromKept } from "../panels/kept-flow.js";
import type {
  Details,
  FileLines,
  LinesArguments,
  LineTasksBody,
  LocateArguments,
  LocateThreadBody,
  RowAt,
  RowsArguments,
  RowsBody,
  Site,
  SluiceRequests,
  Still,
  TaskLook,
  ThreadLook,
  Update,
  ViewName,
} from "../../server/dap/protocol.js";
import { KeptPast } from "./kept-past.js";
import { KeptViews } from "./kept-rows.js";
import { unpack } from "./large-bodies.js";
import { RowsBatch } from "./rows-batch.js";
import { fileName } from "./words.js";

export class Run {
  readonly session: vscode.DebugSession;
  /** "app.ts" */
  readonly program: string;
  update: Update | null = null;
  #over = false;
  #kept: KeptViews | null = null;
  readonly #past = new KeptPast();
  readonly #onLook: () => void;
  /** What is asked for and was not answered yet. */
  readonly #asked = new Set<() => void>();
  readonly #batch = new RowsBatch(
    async (requests) => (await this.#request("sluice/manyRows", { requests })).pages,
  );
  #keptFlow: KeptFlow | null = null;

  /** @param onLook is told when another moment of it is looked at after its end */
  constructor(session: vscode.DebugSession, onLook: () => void) {
    this.session = session;
    this.#onLook = onLook;
    this.program = programOf(session);
  }

  get state(): "live" | "ended" | "dump" | "recording" {
    if (this.update?.recording != null) return "recording";
    if (this.update?.dump != null) return "dump";
    return this.over ? "ended" : "live";
  }

  /** "exited with code 0"; of an adapter that died without a word, that. */
  get ending(): string {
    return this.update?.ended?.how ?? "ended without a word";
  }

  receive(update: Update): void {
    this.update = update;
    if (update.ended === null) return;
    this.#kept = new KeptViews(update.ended);
    this.end();
  }

  /** Its adapter answers no more, not even what it was asked already. */
  end(): void {
    this.#over = true;
    for (const giveUp of this.#asked) giveUp();
  }

  get over(): boolean {
    return this.#over;
  }

  /** What the graph and the timeline go on showing when the adapter is gone. */
  keepFlow(kept: KeptFlow): void {
    this.#keptFlow = kept;
  }

  /** One more moment that can be looked back at then. */
  keepPast(still: Still): void {
    this.#past.keep(still);
  }

  async page(question: Question): Promise<Answers[keyof Answers] | null> {
    if (this.#keptFlow !== null) {
      if (question.kind === "look") this.#lookAt(question.atMs);
      return answerFromKept(this.#keptFlow, this.#past.shown, question);
    }
    return this.over ? null : this.#request("sluice/page", question);
  }

  #lookAt(atMs: number | null): void {
    this.#past.lookAt(atMs);
    if (this.update !== null) this.update = { ...this.update, pastMs: this.#past.shown?.atMs ?? null };
    this.#onLook();
  }

  get #shown(): KeptViews | null {
    return this.#past.views ?? this.#kept;
  }

  async rows(request: RowsArguments): Promise<RowsBody> {
    return this.#shown?.rows(request) ?? (await this.#batch.ask(request));
  }

  async details(view: ViewName, id: string, look?: TaskLook): Promise<Details | null> {
    if (this.#shown !== null) return this.#shown.details(view, id);
    const asked = look === undefined ? { view, id } : { view, id, look };
    return (await this.#request("sluice/details", asked)).details;
  }

  /** The way to the row of a task, or of one at this line; empty when there is none, or the run is over. */
  async locate(where: Omit<LocateArguments, "look">, look: TaskLook): Promise<readonly RowAt[]> {
    if (this.over) return [];
    return (await this.#request("sluice/locate", { ...where, look })).path;
  }

  /** What stands at the lines of these files; nothing when the run is over. */
  async lines(request: LinesArguments): Promise<readonly FileLines[]> {
    if (this.over) return [];
    return (await this.#request("sluice/lines", request)).files;
  }

  /** The tasks that wait at a line. */
  async lineTasks(file: string, line: number): Promise<LineTasksBody> {
    if (this.over) return { tasks: [], total: 0 };
    return this.#request("sluice/lineTasks", { file, line });
  }

  /** The task that a thread stands for, and the way to its row. */
  async locateThread(threadId: number, look: TaskLook): Promise<LocateThreadBody> {
    return this.#request("sluice/locateThread", { threadId, look });
  }

  async toggleThreads(toggle: keyof ThreadLook): Promise<void> {
    await this.#request("sluice/toggleThreads", { toggle });
  }

  async proveLeaks(): Promise<void> {
    await this.#request("sluice/proveLeaks", {});
  }

  /** Where a thread that is busy is, asked now; null where it is in no place of the program's. */
  async whatRuns(): Promise<Site | null> {
    return (await this.#request("sluice/whatRuns", {})).site;
  }

  async #request<K extends keyof SluiceRequests>(
    name: K,
    request: SluiceRequests[K]["arguments"],
  ): Promise<SluiceRequests[K]["body"]> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new Error("the run is over"));
      this.#asked.add(giveUp);
      const answer = async (): Promise<unknown> => unpack(await this.session.customRequest(name, request));
      // Our own adapter, whose answers are of the types that both sides share.
      answer()
        .then((body) => resolve(body as SluiceRequests[K]["body"]), reject)
        .finally(() => this.#asked.delete(giveUp));
    });
  }
}

function programOf({ configuration, name }: vscode.DebugSession): string {
  const program: unknown = configuration["program"];
  if (typeof program === "string") return fileName(program);
  const recording: unknown = configuration["recording"];
  if (typeof recording === "string") return fileName(recording);
  const pid: unknown = configuration["processId"];
  return typeof pid === "string" || typeof pid === "number" ? `process ${pid}` : name;
}
