/** The codes of what is told before a program runs, and which kinds of findings of a run they stand for. */

export const RULE_CODES = [
  "ctx/lost-cancel",
  "ctx/not-passed",
  "chan/missing-await",
  "chan/send-no-receiver",
  "chan/recv-no-sender",
  "chan/never-closed",
  "chan/double-close",
  "chan/send-after-close",
  "select/no-exit",
  "select/default-spin",
  "select/timer-per-loop",
  "sync/unlock-path",
  "sync/await-in-lock",
  "sync/wg-add-inside",
  "sync/wg-done-path",
  "sync/lock-order",
  "sync/copied",
  "task/captured-var",
  "task/unbounded",
  "promise/stale-write",
  "promise/executor",
  "promise/race-timer",
] as const;

export type RuleCode = (typeof RULE_CODES)[number];

export function isRuleCode(text: string): text is RuleCode {
  return (RULE_CODES as readonly string[]).includes(text);
}

/**
 * What a finding of a run is called in the editor. A kind that says nothing of the cause by itself (a task is stuck) is
 * told by what the task waits for.
 */
const CODES_OF_KIND: Readonly<Record<string, readonly RuleCode[]>> = {
  "lost-cancel": ["ctx/lost-cancel"],
  "lock-across-wait": ["sync/await-in-lock"],
  "lock-order": ["sync/lock-order"],
  "lock-cycle": ["sync/lock-order"],
  unbounded: ["task/unbounded"],
  race: ["promise/stale-write"],
  leak: [
    "chan/send-no-receiver",
    "chan/recv-no-sender",
    "chan/never-closed",
    "sync/unlock-path",
    "sync/wg-done-path",
  ],
  deadlock: [
    "chan/send-no-receiver",
    "chan/recv-no-sender",
    "chan/never-closed",
    "sync/unlock-path",
    "sync/wg-done-path",
  ],
  panic: ["chan/double-close", "chan/send-after-close"],
};

/** What a stuck task waits for tells which mistake left it there. */
const CODE_OF_WAIT: Readonly<Record<string, RuleCode>> = {
  send: "chan/send-no-receiver",
  receive: "chan/recv-no-sender",
  lock: "sync/unlock-path",
  rlock: "sync/unlock-path",
  waitgroup: "sync/wg-done-path",
};

/** A place that ran so often without a mistake, in a run that would have shown it, is worth telling of. */
export const OFTEN = 1000;

/**
 * Kinds that every run shows, wherever they happen, if it comes to its end by itself. A lost cancel wants its garbage
 * collected, and races are not looked for.
 */
const SHOWN_BY_RUNS: ReadonlySet<string> = new Set([
  "lock-across-wait",
  "lock-order",
  "lock-cycle",
  "unbounded",
  "leak",
  "deadlock",
  "panic",
]);

/**
 * Whether a run that found these kinds, and no others, has proved that what a rule speaks of did not happen in it. The
 * task that is stuck may stand elsewhere than the mistake: so any finding of the kind leaves it open.
 */
export function isRefuted(code: RuleCode, found: readonly string[]): boolean {
  const kinds = Object.keys(CODES_OF_KIND).filter((kind) => codesOfKind(kind).includes(code));
  return kinds.length > 0 && kinds.every((kind) => SHOWN_BY_RUNS.has(kind) && !found.includes(kind));
}

/** Kinds of findings that no rule speaks of. */
const OTHER_KINDS: readonly string[] = ["stalled-loop"];

export function isFindingKind(text: string): boolean {
  return Object.hasOwn(CODES_OF_KIND, text) || OTHER_KINDS.includes(text);
}

export function codesOfKind(kind: string): readonly RuleCode[] {
  return Object.hasOwn(CODES_OF_KIND, kind) ? (CODES_OF_KIND[kind] ?? []) : [];
}

/**
 * The one code for a finding, or none where no rule speaks of such a thing.
 *
 * @param wait what its task waits for, where it is stuck
 */
export function codeOfFinding(kind: string, wait: string | null): RuleCode | undefined {
  const codes = codesOfKind(kind);
  if (codes.length === 1) return codes[0];
  const code = wait === null ? undefined : CODE_OF_WAIT[wait];
  return code !== undefined && codes.includes(code) ? code : undefined;
}
