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
