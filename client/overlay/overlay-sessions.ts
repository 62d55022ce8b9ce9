/**
 * A session of Sluice beside each program that the JavaScript debugger holds and that has our preload in it: breakpoints,
 * stepping and variables stay with the debugger, the tasks are threads of the session beside it.
 */
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { DEBUG_TYPE } from "../contributions.js";
import { hasPreload } from "../launch/injection.js";
import { preloadsOf } from "../launch/node-launches.js";
import type { TraceSetting } from "../launch/trace-setting.js";

/** The JavaScript debugger's command that lends its connection to a program. */
const REQUEST_PROXY = "extension.js-debug.requestCDPProxy";

const RETRY_MS = 50;

export function registerOverlaySessions(
  context: vscode.ExtensionContext,
  setting: TraceSetting,
): vscode.Disposable {
  const { program } = preloadsOf(context);
  const live = new Map<string, vscode.DebugSession>();
  const beside = new Map<string, vscode.DebugSession>();

  const isTraced = ({ type, configuration, workspaceFolder }: vscode.DebugSession): boolean =>
    hasPreload(configuration, program) ||
    (type === "node-terminal" && configuration["delegateId"] !== undefined && setting.isOn(workspaceFolder));

  const start = async (session: vscode.DebugSession): Promise<void> => {
    const { parentSession } = session;
    if (parentSession === undefined || !isProcess(session) || isProcess(parentSession)) return;
    if (parentSession.configuration["noDebug"] === true || !isTraced(parentSession)) return;
    const debuggerProxy = await proxyOf(session, () => live.has(session.id));
    if (debuggerProxy === null) return;
    const name = `Tasks of ${session.name}`;
    const { program: path = session.name } = parentSession.configuration as { readonly program?: string };
    const configuration = { type: DEBUG_TYPE, request: "attach", name, debuggerProxy, program: path };
    await vscode.debug.startDebugging(session.workspaceFolder, configuration, {
      parentSession: session,
      lifecycleManagedByParent: true,
      consoleMode: vscode.DebugConsoleMode.MergeWithParent,
      suppressDebugToolbar: true,
      suppressDebugStatusbar: true,
      suppressDebugView: true,
      suppressSaveBeforeStart: true,
    });
  };

  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      live.set(session.id, session);
      if (session.type !== DEBUG_TYPE) void start(session);
      else if (session.parentSession !== undefined) beside.set(session.parentSession.id, session);
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      live.delete(session.id);
      // The debugger may leave a program that goes on.
      const left = beside.get(session.id);
      beside.delete(session.id);
      if (left !== undefined && live.has(left.id)) void end(left);
    }),
  );
}

/**
 * Not by VS Code, which would stop the sessions above it as well: when the debugger restarts what it has launched, the
 * session at the top goes on, with the next program below it.
 */
async function end(session: vscode.DebugSession): Promise<void> {
  // It may have ended meanwhile.
  await session.customRequest("terminate").then(undefined, () => undefined);
}

/** The debugger has a session for what was launched, and below it one for each process and worker. */
function isProcess({ configuration }: vscode.DebugSession): boolean {
  return configuration["__pendingTargetId"] !== undefined;
}

interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly path?: string;
}

/** The debugger may come to know of its own session later than we do. */
async function proxyOf(session: vscode.DebugSession, isLive: () => boolean): Promise<string | null> {
  while (isLive()) {
    const proxy = await vscode.commands.executeCommand<Proxy | undefined>(REQUEST_PROXY, session.id).then(
      (found) => found,
      () => undefined,
    );
    if (proxy !== undefined) return `ws://${proxy.host}:${proxy.port}${proxy.path ?? ""}`;
    await delay(RETRY_MS);
  }
  return null;
}
