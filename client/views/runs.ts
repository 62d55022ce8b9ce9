/** The runs of this window, and the one that the views show: the active session's, else the last that there was. */
import * as vscode from "vscode";
import type { SluiceEvents, Update } from "../../server/dap/protocol.js";
import type { KeptFlow } from "../../server/flow/kept.js";
import { ContextKeys, DEBUG_TYPE } from "../contributions.js";
import { InOrder } from "./large-bodies.js";
import { Run } from "./run.js";

type Past = SluiceEvents["sluice/past"];

export class Runs implements vscode.Disposable {
  shown: Run | undefined;

  readonly #live = new Map<string, Run>();
  readonly #changed = new vscode.EventEmitter<Run | undefined>();
  /** Fires when another run is shown, and when the shown one has news. */
  readonly onDidChange = this.#changed.event;
  readonly #events = new InOrder();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.debug.onDidStartDebugSession((session) => this.#runOf(session)),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        // A file of another adapter's is none of ours to take.
        if (session.type !== DEBUG_TYPE) return;
        this.#events.take(body, (told) => this.#hear(session, event, told));
      }),
      vscode.debug.onDidTerminateDebugSession((session) => this.#events.take(null, () => this.#end(session))),
      vscode.debug.onDidChangeActiveDebugSession((session) => {
        const run = session === undefined ? undefined : this.#of(session.id);
        if (run !== undefined) this.#show(run);
      }),
    );
    this.#tellContext();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** The run of a session, or of the one beside it that shows the tasks of what that session debugs. */
  #of(sessionId: string): Run | undefined {
    const beside = [...this.#live.values()].find((run) => run.session.parentSession?.id === sessionId);
    return this.#live.get(sessionId) ?? beside;
  }

  /** Shows the run of a session that lives. */
  showSession(id: string): Run | undefined {
    const run = this.#of(id);
    if (run !== undefined) this.#show(run);
    return run;
  }

  #hear(session: vscode.DebugSession, event: string, body: unknown): void {
    if (event === "sluice/update") this.#receive(session, body as Update);
    if (event === "sluice/flow") this.#runOf(session)?.keepFlow(body as KeptFlow);
    if (event === "sluice/past") this.#runOf(session)?.keepPast(body as Past);
  }

  #receive(session: vscode.DebugSession, update: Update): void {
    const run = this.#runOf(session);
    run?.receive(update);
    if (run !== undefined && run === this.shown) this.#tell();
  }

  #end(session: vscode.DebugSession): void {
    const run = this.#live.get(session.id);
    if (run === undefined) return;
    this.#live.delete(session.id);
    run.end();
    if (run === this.shown) this.#tell();
  }

  /** Events may come before the session is told to have started. */
  #runOf(session: vscode.DebugSession): Run | undefined {
    if (session.type !== DEBUG_TYPE) return undefined;
    let run = this.#live.get(session.id);
    if (run === undefined) {
      const created = new Run(session, () => {
        if (created === this.shown) this.#tell();
      });
      run = created;
      this.#live.set(session.id, run);
      this.#show(run);
    }
    return run;
  }

  #show(run: Run): void {
    if (run === this.shown) return;
    this.shown = run;
    this.#tell();
  }

  #tell(): void {
    this.#tellContext();
    this.#changed.fire(this.shown);
  }

  #tellContext(): void {
    void vscode.commands.executeCommand("setContext", ContextKeys.run, this.shown?.state ?? "none");
  }
}
