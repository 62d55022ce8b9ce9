/** Numbers as a reader wants them. */
import { REASONS, REASON_WORDS, reasonOf, type StateCode } from "../wire/states.js";
import type { Place } from "../wire/facts.js";

/** "350 µs", "12.4 ms", "3.21 s", "4 min 5 s". */
export function duration(us: number): string {
  const abs = Math.abs(us);
  if (abs < 1000) return `${Math.round(us)} µs`;
  if (abs < 100_000) return `${trim(us / 1000, 2)} ms`;
  if (abs < 1_000_000) return `${Math.round(us / 1000)} ms`;
  if (abs < 60_000_000) return `${trim(us / 1e6, 2)} s`;
  const seconds = Math.round(us / 1e6);
  if (abs < 3.6e9) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A moment since the program's start, to the microsecond: "12.304512 s". */
export function moment(us: number): string {
  return `${(us / 1e6).toFixed(6)} s`;
}

/** The same as a clock shows it: "12.305 s". */
export function clock(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`;
}

/** "25/s", "1.2k/s", "0.5/s". */
export function rate(perSecond: number): string {
  if (perSecond >= 10_000) return `${trim(perSecond / 1000, 0)}k/s`;
  if (perSecond >= 1000) return `${trim(perSecond / 1000, 1)}k/s`;
  return `${trim(perSecond, perSecond < 10 ? 1 : 0)}/s`;
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

export function fileOf(place: Place): string {
  return place.file.split(/[\\/]/).at(-1) ?? place.file;
}

/** "app.ts:12" */
export function where(place: Place | null): string {
  return place === null ? "" : `${fileOf(place)}:${place.line}`;
}

export function stateWords(state: StateCode): string {
  const reason = REASONS[reasonOf(state)];
  return reason === undefined ? "is over" : REASON_WORDS[reason];
}

function trim(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$|(\.\d*[1-9])0+$/, "$1");
}
