/** What the runs have found, until the next run starts. */
import * as vscode from "vscode";
import type { FindingFacts, FindingsTold } from "../../server/dap/protocol.js";
import { DEBUG_TYPE } from "../contributions.js";

export class ToldFindings implements vscode.Disposable {
  readonly #bySession = new Map<string, readonly FindingFacts[]>();
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
        if (event !== "sluice/findings") return;
        // It may come before the session is told to have started.
        this.#live.add(session.id);
        this.#bySession.set(session.id, (body as FindingsTold).findings);
        this.#changed.fire();
      }),
    );
  }

  /** Of the runs that go on, and of those that went on when the last one started. */
  get all(): readonly FindingFacts[] {
    return [...this.#bySession.values()].flat();
  }

  /** Of one run. */
  of(session: vscode.DebugSession): readonly FindingFacts[] {
    return this.#bySession.get(session.id) ?? [];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #start(id: string): void {
    for (const session of this.#bySession.keys()) {
      if (!this.#live.has(session) && session !== id) this.#bySession.delete(session);
    }
    this.#live.add(id);
    this.#changed.fire();
  }
}
