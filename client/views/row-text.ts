/** The words of a row, as seen and as spoken. Pure, so that ages can tick without asking the adapter. */
import type { Age, Place, Row, Site } from "../../server/dap/protocol.js";
import { fileName } from "./words.js";

/** "receive jobs · oldest 12 s · app.ts:14" */
export function descriptionOf(row: Row, nowMs: number): string {
  return [
    row.brief,
    ageInWords(row.age, nowMs),
    row.place === null ? "" : `${origin(row.place)}${placeOf(row.place.site)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "12 s", "oldest 12 s"; empty where it is not known. */
export function ageInWords(age: Age | null, nowMs: number): string {
  return age === null ? "" : `${age.oldestOf > 1 ? "oldest " : ""}${short(ageMs(age, nowMs))}`;
}

/** "worker, waiting to receive from jobs, for 12 seconds, app.ts line 14" */
export function spokenOf(row: Row, nowMs: number): string {
  const age =
    row.age === null ? "" : `${row.age.oldestOf > 1 ? "oldest" : "for"} ${long(ageMs(row.age, nowMs))}`;
  const site = row.place === null ? "" : spokenPlace(row.place);
  const stuck = row.stuck && row.icon !== "finding" ? "stuck" : "";
  return [row.label, stuck, row.state, age, site].filter(Boolean).join(", ");
}

/** "app.ts:14" */
export function placeOf(site: Site): string {
  return `${fileName(site.file)}:${site.line}`;
}

function spokenPlace(place: Place): string {
  return `${origin(place)}${fileName(place.site.file)} line ${place.site.line}`;
}

/** A place that is not the row's own is told as what it is. */
function origin(place: Place): string {
  return place.kind === "start" ? "started at " : "";
}

function ageMs(age: Age, nowMs: number): number {
  return Math.max(0, age.kind === "lasted" ? age.ms : nowMs - age.epochMs);
}

const UNITS = [
  { below: 1_000, ms: 1, short: "ms", long: "millisecond" },
  { below: 120_000, ms: 1_000, short: "s", long: "second" },
  { below: 7_200_000, ms: 60_000, short: "min", long: "minute" },
  { below: Infinity, ms: 3_600_000, short: "h", long: "hour" },
] as const;

function inUnit(ms: number): { readonly count: number; readonly unit: (typeof UNITS)[number] } {
  const unit = UNITS.find((one) => ms < one.below) ?? UNITS[3];
  return { count: Math.round(ms / unit.ms), unit };
}

function short(ms: number): string {
  const { count, unit } = inUnit(ms);
  return `${count} ${unit.short}`;
}

function long(ms: number): string {
  const { count, unit } = inUnit(ms);
  return `${count} ${unit.long}${count === 1 ? "" : "s"}`;
}
