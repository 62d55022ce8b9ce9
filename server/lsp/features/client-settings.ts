/** What the client wants: its settings where it has some, else what it said when it began. */
import type { ClientCapabilities, Connection } from "vscode-languageserver/node";

export interface ClientSettings {
  readonly callHierarchy: boolean;
  wantsInlayHints(connection: Connection): Promise<boolean>;
}

/** @param options `{ callHierarchy: false, inlayHints: true }`, both of which may be missing. */
export function clientSettings(options: unknown, capabilities: ClientCapabilities): ClientSettings {
  const said = typeof options === "object" && options !== null ? options : {};
  const hasSettings = capabilities.workspace?.configuration === true;
  const byOption = "inlayHints" in said && said.inlayHints === true;
  return {
    callHierarchy: !("callHierarchy" in said && said.callHierarchy === false),
    async wantsInlayHints(connection) {
      if (!hasSettings) return byOption;
      const value: unknown = await connection.workspace.getConfiguration("sluice.inlayHints.enabled");
      return typeof value === "boolean" ? value : byOption;
    },
  };
}
