import * as vscode from "vscode";
import { DEBUG_TYPE } from "../contributions.js";
import { BodiesFolder } from "../views/large-bodies.js";

/** The adapter runs in a process of its own: the extension host is shared by all extensions. */
export function registerAdapter(context: vscode.ExtensionContext): vscode.Disposable {
  const adapter = context.asAbsolutePath("dist/extension/dap.cjs");
  const bodies = new BodiesFolder();
  const factory = vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
    createDebugAdapterDescriptor: () =>
      // In a desktop this is Electron, which the variable makes a Node; in a server it is Node anyway.
      new vscode.DebugAdapterExecutable(process.execPath, [adapter, `--large-bodies=${bodies.path}`], {
        env: { ELECTRON_RUN_AS_NODE: "1" },
      }),
  });
  return vscode.Disposable.from(factory, bodies);
}
