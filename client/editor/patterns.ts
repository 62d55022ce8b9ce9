/** "Sluice: Insert Pattern...": the server's patterns in a list, and the chosen one at the cursor. */
import * as vscode from "vscode";
import type { Range } from "vscode-languageserver-protocol";
import type { PatternSummary } from "../../server/lsp/protocol.js";
import { Commands, LANGUAGES } from "../contributions.js";
import { ensureEnabled, type LanguageService } from "./language-client.js";
import { PatternPreview } from "./pattern-preview.js";

interface PatternItem extends vscode.QuickPickItem {
  readonly pattern: PatternSummary;
}

export function registerInsertPattern(context: vscode.ExtensionContext, service: LanguageService): void {
  const preview = new PatternPreview();
  context.subscriptions.push(
    preview,
    vscode.commands.registerCommand(Commands.insertPattern, async () => {
      try {
        await insertPattern(service, preview);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(`Sluice: the pattern was not inserted: ${reason}`);
      }
    }),
  );
}

async function insertPattern(service: LanguageService, preview: PatternPreview): Promise<void> {
  if (!(await ensureEnabled("patterns are fitted to the file"))) return;
  const editor = await patternEditor();
  if (!editor) return;
  const { languageId } = editor.document;
  const choice = await pickPattern(service.request("sluice/patterns", { languageId }), languageId, preview);
  if (choice) await insertAt(editor, choice.name, service);
}

/** The active editor, or a new buffer where there is none; nothing when it is in another language. */
async function patternEditor(): Promise<vscode.TextEditor | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: "typescript" }),
    );
  }
  const { languageId } = editor.document;
  if (LANGUAGES.some((language) => language === languageId)) return editor;
  void vscode.window.showInformationMessage(
    `Sluice's patterns are for JavaScript and TypeScript; this editor's language is "${languageId}".`,
  );
  return undefined;
}

async function pickPattern(
  patterns: Promise<readonly PatternSummary[]>,
  languageId: string,
  preview: PatternPreview,
): Promise<PatternSummary | undefined> {
  const pick = vscode.window.createQuickPick<PatternItem>();
  pick.title = "Insert Pattern";
  pick.placeholder = "A concurrency pattern to insert at the cursor";
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // The preview takes no focus, but in some layouts opening an editor counts as looking away.
  pick.ignoreFocusOut = true;
  // Shown at once, filled when the server answers: it may have to start first.
  pick.busy = true;
  pick.show();
  try {
    return await new Promise((resolve, reject) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.pattern));
      pick.onDidHide(() => resolve(undefined));
      pick.onDidChangeActive(([item]) => {
        if (item) void preview.show(item.pattern, languageId);
      });
      patterns.then((list) => {
        pick.items = list.map(toItem);
        pick.busy = false;
      }, reject);
    });
  } finally {
    pick.dispose();
    await preview.close();
  }
}

function toItem(pattern: PatternSummary): PatternItem {
  return {
    label: pattern.title,
    description: pattern.prefix,
    detail: pattern.whenToUse,
    pattern,
  };
}

async function insertAt(editor: vscode.TextEditor, name: string, service: LanguageService): Promise<void> {
  const { document } = editor;
  const cursor = editor.selection.active;
  const { version } = document;
  const { snippet, importEdits } = await service.request("sluice/expandPattern", {
    name,
    textDocument: { uri: document.uri.toString() },
    position: { line: cursor.line, character: cursor.character },
  });
  if (document.version !== version) throw new Error("the document changed meanwhile");

  const edits = importEdits.map(({ range, newText }) => ({ range: toRange(range), newText }));
  if (edits.length > 0) {
    const applied = await editor.edit(
      (builder) => edits.forEach(({ range, newText }) => builder.replace(range, newText)),
      { undoStopBefore: true, undoStopAfter: false },
    );
    if (!applied) throw new Error("the editor refused the edit");
  }
  // Together with the import one step for undo.
  await editor.insertSnippet(new vscode.SnippetString(snippet), shifted(cursor, edits), {
    undoStopBefore: edits.length === 0,
    undoStopAfter: true,
  });
}

function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Where a position is after edits of which none contains it. */
function shifted(
  position: vscode.Position,
  edits: readonly { readonly range: vscode.Range; readonly newText: string }[],
): vscode.Position {
  let { line, character } = position;
  for (const { range, newText } of edits) {
    if (range.end.isAfter(position)) continue;
    const lines = newText.split(/\r?\n/);
    const lastLength = lines.at(-1)?.length ?? 0;
    line += lines.length - 1 - (range.end.line - range.start.line);
    if (range.end.line === position.line) {
      character += lastLength - range.end.character + (lines.length === 1 ? range.start.character : 0);
    }
  }
  return new vscode.Position(line, character);
}
