/** Programs that the JavaScript debugger launches get the preload, where the user wants them traced. */
import * as vscode from "vscode";
import { Settings } from "../contributions.js";
import { requireOption } from "../../tracer/wire/index.js";
import { filesOfSluice, NODE_TYPES, otherRuntime, TRACE_KEY, withPreload } from "./injection.js";
import type { TraceSetting } from "./trace-setting.js";

const TERMINAL_WORDS = "Node programs in a JavaScript Debug Terminal run under Sluice's tracer.";

export interface Preloads {
  /** Of a program that is launched. */
  readonly program: string;
  /** Of every terminal. */
  readonly terminal: string;
}

export function preloadsOf(context: vscode.ExtensionContext): Preloads {
  return {
    program: context.asAbsolutePath("dist/extension/register.cjs"),
    terminal: context.asAbsolutePath("dist/extension/in-debug-terminal.cjs"),
  };
}

export function registerNodeLaunches(
  context: vscode.ExtensionContext,
  setting: TraceSetting,
): vscode.Disposable {
  const { program } = preloadsOf(context);
  const inject = (
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration => {
    const { [TRACE_KEY]: key, ...rest } = configuration;
    if (configuration.request !== "launch" || isTarget(configuration)) return configuration;
    if (key === undefined && !setting.isOn(folder)) {
      setting.askOnce(folder);
      return configuration;
    }
    if (key === false) return rest;
    const other = otherRuntime(rest);
    if (other === null) return withPreload(rest, program, filesOfSluice(program, rest["cwd"]));
    noteLater(`Sluice traces programs that run on Node: this one runs on ${other}, and is left alone.`);
    return rest;
  };
  const providers = NODE_TYPES.map((type) =>
    vscode.debug.registerDebugConfigurationProvider(type, {
      resolveDebugConfigurationWithSubstitutedVariables: inject,
    }),
  );
  return vscode.Disposable.from(...providers, followSettingInTerminals(context, setting));
}

/** The debugger starts a session for each process that it attaches to; the configuration was the first one's. */
function isTarget(configuration: vscode.DebugConfiguration): boolean {
  return configuration["__pendingTargetId"] !== undefined;
}

/** Into the console of the session that is about to start. */
function noteLater(text: string): void {
  const started = vscode.debug.onDidStartDebugSession(() => {
    started.dispose();
    vscode.debug.activeDebugConsole.appendLine(text);
  });
}

/** A debug terminal is opened without a configuration: its processes get the preload by the terminal's environment. */
function followSettingInTerminals(
  context: vscode.ExtensionContext,
  setting: TraceSetting,
): vscode.Disposable {
  const collection = context.environmentVariableCollection;
  collection.persistent = false;
  const { terminal } = preloadsOf(context);
  const apply = (): void => {
    collection.clear();
    if (!setting.isOn(undefined)) return;
    collection.description = TERMINAL_WORDS;
    collection.prepend("NODE_OPTIONS", `${requireOption(terminal)} `);
  };
  apply();
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(Settings.trace)) apply();
  });
}
