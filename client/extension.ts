import type { ExtensionContext } from "vscode";
import { registerDumpProcess } from "./commands/dump-process.js";
import { registerOpenSite } from "./commands/open-site.js";
import { registerRunFile } from "./commands/run-file.js";
import { registerShowMore } from "./commands/show-more.js";
import { registerStop } from "./commands/stop.js";
import { registerLanguageClient } from "./editor/language-client.js";
import { registerInsertPattern } from "./editor/patterns.js";
import { registerShowStarts } from "./editor/show-starts.js";
import { registerAdapter } from "./launch/adapter.js";
import { registerConfigurationProvider } from "./launch/configuration.js";
import { RowView } from "./views/row-view.js";
import { Runs } from "./views/runs.js";
import { registerViewWords } from "./views/view-words.js";

export function activate(context: ExtensionContext): void {
  const runs = new Runs();
  const tasks = new RowView("tasks", runs);
  const findings = new RowView("findings", runs);
  context.subscriptions.push(
    runs,
    tasks,
    findings,
    registerViewWords(runs, tasks, findings),
    registerAdapter(context),
    registerConfigurationProvider(),
    registerRunFile(),
    registerDumpProcess(context),
    registerStop(runs),
    registerOpenSite(),
    registerShowMore({ tasks, findings }),
  );
  const service = registerLanguageClient(context);
  registerInsertPattern(context, service);
  context.subscriptions.push(registerShowStarts(service));
}
