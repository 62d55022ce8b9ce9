/** A line's tasks, when somebody points at it: who waits there, for what, and where to read on. */
import * as vscode from "vscode";
import type { LineTask, LineTasksArguments } from "../../../server/dap/protocol.js";
import { Commands } from "../../contributions.js";
import { commandLink, plain, siteLink } from "../../views/markdown.js";
import { ageInWords } from "../../views/row-text.js";
import { count } from "../../views/words.js";
import type { KnownLines, LineSource } from "./line-source.js";

export function registerWaitsHover(source: LineSource): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: "file" },
    {
      async provideHover(document, position) {
        const known = source.of(document);
        const line = known === undefined ? undefined : lineAt(known, position.line + 1);
        return known === undefined || line === undefined ? undefined : hoverOf(known, line);
      },
    },
  );
}

/** The line that the program has read, if something is known of it. */
function lineAt({ facts, stuck, map }: KnownLines, now: number): number | undefined {
  const lines = [...(facts?.waits ?? []).map(({ line }) => line), ...stuck.keys()];
  return lines.find((line) => map.now(line) === now);
}

async function hoverOf(known: KnownLines, line: number): Promise<vscode.Hover> {
  const { run, file } = known;
  const { tasks, total } = await run.lineTasks(file, line).catch(() => ({ tasks: [], total: 0 }));
  const text = new vscode.MarkdownString("", true);
  text.isTrusted = { enabledCommands: [Commands.openSite, Commands.showInTree] };
  for (const message of known.stuck.get(line)?.messages ?? []) {
    text.appendMarkdown(`$(error) ${plain(message)}\n\n`);
  }
  if (total > 0) text.appendMarkdown(`**${count(total, "task")} ${total === 1 ? "waits" : "wait"} here**\n`);
  for (const task of tasks) text.appendMarkdown(`- ${taskInWords(task, { file, line })}\n`);
  const left = total - tasks.reduce((sum, task) => sum + task.count, 0);
  if (left > 0) text.appendMarkdown(`- and ${count(left, "more task")}\n`);
  return new vscode.Hover(text);
}

function taskInWords({ label, state, age, stuck, start, task }: LineTask, at: LineTasksArguments): string {
  const words = [label, stuck ? "stuck" : "", state, ageInWords(age, Date.now())].filter(Boolean);
  return [
    plain(words.join(" · ")),
    commandLink("Show in Tree", Commands.showInTree, { ...at, task }),
    ...(start === null ? [] : [siteLink("Open Start", start)]),
  ].join(" · ");
}
