/**
 * Every id that the extension contributes, once. The manifest repeats them because it must; a test holds the two
 * to each other.
 */
export const VIEW_CONTAINER = "sluice";

export const Views = {
  tasks: "sluice.tasks",
  primitives: "sluice.primitives",
  findings: "sluice.findings",
} as const;

export const Panels = {
  graph: "sluice.graph",
  timeline: "sluice.timeline",
} as const;

export const DEBUG_TYPE = "sluice";

export const Commands = {
  runFile: "sluice.runFile",
  dumpProcess: "sluice.dumpProcess",
  stop: "sluice.stop",
  openSite: "sluice.openSite",
  openTaskRow: "sluice.openTaskRow",
  openPrimitiveRow: "sluice.openPrimitiveRow",
  openFindingRow: "sluice.openFindingRow",
  showInTree: "sluice.showInTree",
  showMore: "sluice.showMore",
  openWait: "sluice.openWait",
  openStart: "sluice.openStart",
  revealInGraph: "sluice.revealInGraph",
  showThreadInTasks: "sluice.showThreadInTasks",
  showThreadInGraph: "sluice.showThreadInGraph",
  toggleThreadGroups: "sluice.toggleThreadGroups",
  togglePackageThreads: "sluice.togglePackageThreads",
  pinTask: "sluice.pinTask",
  unpinTask: "sluice.unpinTask",
  groupTasks: "sluice.groupTasks",
  filterTasks: "sluice.filterTasks",
  clearFilter: "sluice.clearFilter",
  followEditor: "sluice.followEditor",
  stopFollowingEditor: "sluice.stopFollowingEditor",
  pauseViews: "sluice.pauseViews",
  resumeViews: "sluice.resumeViews",
  proveLeaks: "sluice.proveLeaks",
  showSpin: "sluice.showSpin",
  openRecording: "sluice.openRecording",
  openExample: "sluice.openExample",
  insertPattern: "sluice.insertPattern",
  showGraph: "sluice.showGraph",
  showTimeline: "sluice.showTimeline",
  showStarts: "sluice.showStarts",
} as const;

export const Settings = {
  trace: "sluice.trace",
  runtimeExecutable: "sluice.runtimeExecutable",
  lintEnabled: "sluice.lint.enabled",
  lintSeverity: "sluice.lint.severity",
  packageTasks: "sluice.packageTasks",
  editorMarks: "sluice.editorMarks",
  ignore: "sluice.ignore",
  countRuns: "sluice.countRuns",
  languageServerEnabled: "sluice.languageServer.enabled",
  inlayHintsEnabled: "sluice.inlayHints.enabled",
} as const;

/** For `when` clauses in the manifest. */
export const ContextKeys = {
  /**
   * "none", "live" or "ended": the run that the views show; "dump" when they show one moment of a process, "recording"
   * when they show a run that was kept.
   */
  run: "sluice.run",
  /** The views stand still. */
  paused: "sluice.paused",
  /** The Tasks view shows some tasks only. */
  filtered: "sluice.filtered",
  /** The Tasks view shows what stands at the cursor's line. */
  followsEditor: "sluice.followsEditor",
} as const;

/** What Sluice runs, and what its patterns are for. */
export const LANGUAGES = ["javascript", "javascriptreact", "typescript", "typescriptreact"] as const;
