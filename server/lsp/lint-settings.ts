/** The settings `sluice.lint.*`, as a client gives them: anything at all may come. */
import { isRuleCode, type RuleCode } from "../codes/codes.js";
import type { RuleLevel } from "./lint.js";

export interface LintSettings {
  readonly enabled: boolean;
  readonly levels: Readonly<Partial<Record<RuleCode, RuleLevel>>>;
}

export const DEFAULT_SETTINGS: LintSettings = { enabled: true, levels: {} };

const LEVELS: readonly RuleLevel[] = ["error", "warning", "information", "hint", "off"];

/** @param given the value of `sluice.lint`; what makes no sense in it is as if it were not there. */
export function lintSettings(given: unknown): LintSettings {
  if (typeof given !== "object" || given === null) return DEFAULT_SETTINGS;
  const { enabled, severity } = given as { readonly enabled?: unknown; readonly severity?: unknown };
  const entries = typeof severity === "object" && severity !== null ? Object.entries(severity) : [];
  const levels = entries.flatMap(([code, wanted]) => {
    const level = LEVELS.find((one) => one === wanted);
    return isRuleCode(code) && level !== undefined ? [[code, level] as const] : [];
  });
  return { enabled: enabled !== false, levels: Object.fromEntries(levels) };
}
