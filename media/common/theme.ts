/** The colours of the theme, read for the canvas, which knows no variables, and read again when the theme changes. */
import { REASONS, type Reason } from "../wire/states.js";

export interface Theme {
  readonly background: string;
  readonly raised: string;
  readonly foreground: string;
  readonly dim: string;
  readonly border: string;
  /** Set in high contrast alone. */
  readonly contrast: string | null;
  readonly focus: string;
  readonly selection: string;
  readonly error: string;
  readonly warning: string;
  readonly badge: string;
  readonly badgeText: string;
  readonly font: string;
  readonly mono: string;
  readonly reasons: Readonly<Record<Reason, string>>;
}

/** Each reason has a hue of the theme's own charts; the pattern on it says the same without colour. */
const REASON_VARIABLES: Readonly<Record<Reason, string>> = {
  running: "--vscode-charts-green",
  send: "--vscode-charts-orange",
  receive: "--vscode-charts-blue",
  lock: "--vscode-charts-red",
  tasks: "--vscode-charts-purple",
  timer: "--vscode-charts-yellow",
  io: "--vscode-terminal-ansiCyan",
  promise: "--vscode-disabledForeground",
};

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      if (value !== "") return value;
    }
    return style.color;
  };
  const contrast = style.getPropertyValue("--vscode-contrastBorder").trim();
  const background = read("--vscode-editor-background");
  return {
    background,
    raised: read("--vscode-editorWidget-background", "--vscode-sideBar-background"),
    foreground: read("--vscode-editor-foreground", "--vscode-foreground"),
    dim: read("--vscode-descriptionForeground"),
    border: read("--vscode-contrastBorder", "--vscode-editorWidget-border", "--vscode-panel-border"),
    contrast: contrast === "" ? null : contrast,
    focus: read("--vscode-focusBorder"),
    selection: read("--vscode-list-inactiveSelectionBackground", "--vscode-editor-selectionBackground"),
    error: read("--vscode-editorError-foreground", "--vscode-charts-red"),
    warning: read("--vscode-editorWarning-foreground", "--vscode-charts-orange"),
    badge: read("--vscode-badge-background"),
    badgeText: read("--vscode-badge-foreground"),
    font: read("--vscode-font-family"),
    mono: read("--vscode-editor-font-family"),
    reasons: Object.fromEntries(REASONS.map((reason) => [reason, read(REASON_VARIABLES[reason])])) as Record<
      Reason,
      string
    >,
  };
}

export function onThemeChange(then: () => void): void {
  const observer = new MutationObserver(then);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, {
      attributes: true,
      attributeFilter: ["style", "class", "data-vscode-theme-id"],
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
}
