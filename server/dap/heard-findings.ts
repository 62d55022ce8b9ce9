/** The findings that the user is to hear of: not those that are silenced; by kind, and in each kind the newest first. */
import { FINDING_KINDS, findingsOf, isWarning } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import { silence, type IgnoreRule } from "../detect/silence.js";
import type { Tasks } from "../model/tasks.js";
import { describeState } from "../model/words.js";
import { SilencersOfFiles } from "../session/silencers.js";
import { codeOf, marksOf } from "./finding-marks.js";
import type { FindingFacts, FindingPlace } from "./protocol.js";
import { findingId } from "./rows/finding-rows.js";
import type { Moment } from "./rows/moment.js";

export class HeardFindings {
  readonly #rules: readonly IgnoreRule[];
  readonly #silencers = new SilencersOfFiles();
  /** When each was first seen, by a count. */
  readonly #seen = new Map<string, number>();
  #last: { readonly all: readonly Finding[]; readonly heard: readonly Finding[] } = { all: [], heard: [] };

  constructor(rules: readonly IgnoreRule[]) {
    this.#rules = rules;
  }

  hear(model: Tasks, nowMs?: number): readonly Finding[] {
    const all = findingsOf(model, nowMs);
    if (!isSame(all, this.#last.all)) this.#last = { all, heard: this.#sorted(this.#heard(all)) };
    return this.#last.heard;
  }

  #heard(all: readonly Finding[]): readonly Finding[] {
    const files = all.flatMap(({ sites }) => sites.map(({ file }) => file));
    return silence(all, this.#silencers.in(files), this.#rules, []).findings;
  }

  #sorted(findings: readonly Finding[]): readonly Finding[] {
    const keyed = findings.map((finding) => ({ finding, seen: this.#seenAt(findingId(finding)) }));
    const kindOf = ({ kind }: Finding): number => FINDING_KINDS.indexOf(kind);
    keyed.sort((a, b) => kindOf(a.finding) - kindOf(b.finding) || b.seen - a.seen);
    return keyed.map(({ finding }) => finding);
  }

  #seenAt(id: string): number {
    const known = this.#seen.get(id) ?? this.#seen.size;
    this.#seen.set(id, known);
    return known;
  }
}

function isSame(a: readonly Finding[], b: readonly Finding[]): boolean {
  return a.length === b.length && a.every((finding, index) => finding === b[index]);
}

/** More would not be read in a list of problems. */
const FINDINGS_TOLD = 200;
const PLACES_TOLD = 20;

/** As a list of problems tells them: those that have a place. */
export function findingFacts({ findings, model }: Moment): FindingFacts[] {
  return findings.slice(0, FINDINGS_TOLD).flatMap((finding) => {
    const { kind, message, sites, tasks } = finding;
    const [site] = sites;
    if (site === undefined) return [];
    const places = tasks.slice(0, PLACES_TOLD).flatMap((id): FindingPlace[] => {
      const task = model.task(id);
      const at = task?.stack[0] ?? task?.created[0];
      return task === undefined || at === undefined
        ? []
        : [{ words: `${task.name}: ${describeState(model, task)}`, site: at }];
    });
    const marks = marksOf(finding, model);
    const severity = isWarning(kind) ? "warning" : "error";
    return [{ kind, severity, message, site, places, code: codeOf(finding, marks, site), marks }];
  });
}
