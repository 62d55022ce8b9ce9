/** One page in a webview: it asks, the run that is shown answers. Nothing is sent that was not asked for. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageHtml, PAGE_TITLES } from "../../media/wire/html.js";
import { parseFromPage, type FromPage, type PageName, type ToPage } from "../../media/wire/messages.js";
import { Commands, Panels } from "../contributions.js";
import type { Runs } from "../views/runs.js";

export const SHOW: Readonly<Record<PageName, string>> = {
  graph: Commands.showGraph,
  timeline: Commands.showTimeline,
};

/** The folder of the pages' scripts. */
export function pagesFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.extensionUri, "dist", "extension", "pages");
}

export function openPanel(page: PageName): vscode.WebviewPanel {
  const column =
    vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  return vscode.window.createWebviewPanel(Panels[page], PAGE_TITLES[page], column);
}

export class Panel implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #runs: Runs;
  readonly #subscriptions: vscode.Disposable;
  /** Told when the page asks next: before it is there it hears nothing. */
  #pointAt: number | null = null;

  constructor(panel: vscode.WebviewPanel, page: PageName, context: vscode.ExtensionContext, runs: Runs) {
    this.panel = panel;
    this.#runs = runs;
    const folder = pagesFolder(context);
    panel.iconPath = vscode.Uri.joinPath(context.extensionUri, "media", "sluice.svg");
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.html = pageHtml({
      page,
      nonce: randomBytes(16).toString("base64"),
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page}.js`)).toString(),
      styles: [panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, "page.css")).toString()],
      styleSource: panel.webview.cspSource,
      connect: "'none'",
    });
    this.#subscriptions = panel.webview.onDidReceiveMessage(
      (message: unknown) => void this.#receive(message),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Points at the box of a task. */
  reveal(task: number): void {
    this.panel.reveal();
    this.#pointAt = task;
  }

  async #receive(value: unknown): Promise<void> {
    let message: FromPage;
    try {
      message = parseFromPage(value);
    } catch {
      return;
    }
    const { id, ask } = message;
    if (ask.kind === "graph" && this.#pointAt !== null) {
      this.#send({ kind: "reveal", task: this.#pointAt });
      this.#pointAt = null;
    }
    try {
      switch (ask.kind) {
        case "open":
          await vscode.commands.executeCommand(
            Commands.openSite,
            { ...ask.place, function: "" },
            columnBeside(this.panel),
          );
          return;
        case "save":
          await save(ask.name, ask.base64);
          return;
        case "show":
          await vscode.commands.executeCommand(SHOW[ask.page]);
          return;
        case "graph":
        case "boxOf":
        case "history":
        case "tasks":
        case "look":
          this.#send({ kind: "answer", id, body: (await this.#runs.shown?.page(ask)) ?? null });
      }
    } catch (error) {
      this.#send({ kind: "refusal", id, why: error instanceof Error ? error.message : String(error) });
    }
  }

  #send(message: ToPage): void {
    // A hidden page is gone: it asks anew when it is shown again.
    if (this.panel.visible) void this.panel.webview.postMessage(message);
  }
}

/** Where the user's code stands, so that the page stays in sight. */
function columnBeside({ viewColumn }: vscode.WebviewPanel): vscode.ViewColumn {
  const columns = vscode.window.visibleTextEditors.map((editor) => editor.viewColumn);
  return columns.find((one) => one !== undefined && one !== viewColumn) ?? vscode.ViewColumn.Beside;
}

async function save(name: string, base64: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: name.endsWith(".svg") ? { SVG: ["svg"] } : { PNG: ["png"] },
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, Buffer.from(base64, "base64"));
}
