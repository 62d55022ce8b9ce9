/**
 * Every id that the extension contributes, once. The manifest repeats them because it must; a test holds the two
 * to each other.
 */
export const VIEW_CONTAINER = "sluice";

export const Views = {
  tasks: "sluice.tasks",
  findings: "sluice.findings",
} as const;

export const DEBUG_TYPE = "sluice";

export const Commands = {
  runFile: "sluice.runFile",
  dumpProcess: "sluice.dumpProcess",
  stop: "sluice.stop",
  openSite: "sluice.openSite",
  showMore: "sluice.showMore",
  insertPattern: "sluice.insertPattern",
  showStarts: "sluice.showStarts",
} as const;

export const Settings = {
  runtimeExecutable: "sluice.runtimeExecutable",
  languageServerEnabled: "sluice.languageServer.enabled",
  inlayHintsEnabled: "sluice.inlayHints.enabled",
} as const;

/** For `when` clauses in the manifest. */
export const ContextKeys = {
  /** "none", "live" or "ended": the run that the views show; "dump" when they show one moment of a process. */
  run: "sluice.run",
} as const;

/** What Sluice runs, and what its patterns are for. */
export const LANGUAGES = ["javascript", "javascriptreact", "typescript", "typescriptreact"] as const;
