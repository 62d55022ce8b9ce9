/** What the runs have found and counted, until the next run starts. */
import * as vscode from "vscode";
import type { CountsTold, FindingFacts, FindingsTold } from "../../server/dap/protocol.js";
import { DEBUG_TYPE } from "../contributions.js";

export class ToldFindings implements vscode.Disposable {
  readonly #bySession = new Map<string, readonly FindingFacts[]>();
  readonly #counts = new Map<string, CountsTold>();
  readonly #live = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.debug.onDidStartDebugSession(({ id, type }) => {
        if (type === DEBUG_TYPE) this.#start(id);
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.#live.delete(id)),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (event === "sluice/findings") {
          this.#bySession.set(session.id, (body as FindingsTold).findings);
        } else if (event === "sluice/counts") this.#counts.set(session.id, body as CountsTold);
        else return;
        // It may come before the session is told to have started.
        this.#live.add(session.id);
        this.#changed.fire();
      }),
    );
  }

  /** Of the runs that go on, and of those that went on when the last one started. */
  get all(): readonly FindingFacts[] {
    return [...this.#bySession.values()].flat();
  }

  /** How often lines ran in these runs, as far as that was counted. */
  get counts(): readonly CountsTold[] {
    return [...this.#counts.values()];
  }

  /** Of one run. */
  of(session: vscode.DebugSession): readonly FindingFacts[] {
    return this.#bySession.get(session.id) ?? [];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #start(id: string): void {
    for (const known of [this.#bySession, this.#counts]) {
      for (const session of known.keys()) {
        if (!this.#live.has(session) && session !== id) known.delete(session);
      }
    }
    this.#live.add(id);
    this.#changed.fire();
  }
}
