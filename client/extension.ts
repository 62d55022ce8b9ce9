import type { ExtensionContext } from "vscode";
import { registerDumpProcess } from "./commands/dump-process.js";
import { registerLookAtTasks } from "./commands/look-at-tasks.js";
import { registerOpenExample } from "./commands/open-example.js";
import { registerOpenRecording } from "./commands/open-recording.js";
import { registerOpenSite } from "./commands/open-site.js";
import { registerProveLeaks } from "./commands/prove-leaks.js";
import { registerRunFile } from "./commands/run-file.js";
import { registerShowInTree } from "./commands/show-in-tree.js";
import { registerShowMore } from "./commands/show-more.js";
import { registerShowSpin } from "./commands/show-spin.js";
import { registerShowThread } from "./commands/show-thread.js";
import { registerStop } from "./commands/stop.js";
import { registerLanguageClient } from "./editor/language-client.js";
import { registerLastRun } from "./editor/last-run.js";
import { registerEditorMarks } from "./editor/marks/editor-marks.js";
import { registerInsertPattern } from "./editor/patterns.js";
import { registerShowStarts } from "./editor/show-starts.js";
import { registerAdapter } from "./launch/adapter.js";
import { registerConfigurationProvider } from "./launch/configuration.js";
import { registerNodeLaunches } from "./launch/node-launches.js";
import { TraceSetting } from "./launch/trace-setting.js";
import { registerOverlaySessions } from "./overlay/overlay-sessions.js";
import { registerEditorFollower } from "./views/editor-follower.js";
import { Following } from "./views/following.js";
import { Look } from "./views/look.js";
import { registerProblems } from "./views/problems.js";
import { registerPanels } from "./panels/panels.js";
import { RowView } from "./views/row-view.js";
import { Runs } from "./views/runs.js";
import { registerStatusItem } from "./views/status-item.js";
import { ToldFindings } from "./views/told-findings.js";
import { registerViewWords } from "./views/view-words.js";

export function activate(context: ExtensionContext): void {
  const runs = new Runs();
  const following = new Following(runs);
  const traceSetting = new TraceSetting(context.workspaceState);
  const look = new Look(runs, context.workspaceState);
  const tasks = new RowView("tasks", runs, following, look);
  const primitives = new RowView("primitives", runs, following);
  const findings = new RowView("findings", runs, following);
  const toldFindings = new ToldFindings();
  context.subscriptions.push(
    runs,
    following,
    look,
    tasks,
    primitives,
    findings,
    toldFindings,
    registerViewWords({ runs, following, look, tasks, findings }),
    registerStatusItem(runs),
    registerProblems(toldFindings),
    registerEditorFollower(runs, look, tasks),
    registerAdapter(context),
    registerConfigurationProvider(),
    registerNodeLaunches(context, traceSetting),
    registerOverlaySessions(context, traceSetting),
    registerRunFile(),
    registerDumpProcess(context),
    registerOpenRecording(),
    registerOpenExample(context),
    registerProveLeaks(runs),
    registerShowSpin(runs),
    registerStop(runs),
    registerOpenSite(),
    registerShowInTree(runs, look, tasks),
    registerLookAtTasks(look),
    registerShowThread(runs, look, tasks),
    registerShowMore({ tasks, primitives, findings }),
    registerPanels(context, runs),
  );
  const language = registerLanguageClient(context);
  context.subscriptions.push(
    registerShowStarts(language),
    registerLastRun(language, toldFindings),
    registerEditorMarks(context, { runs, following, findings: toldFindings }, language),
  );
  registerInsertPattern(context, language);
}
