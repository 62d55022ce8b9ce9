/** How what a process holds grows with time. */
import { median, round } from "./table.mjs";

/** Of the time; compilers and caches fill meanwhile. */
const WARM_UP_SHARE = 0.2;

/**
 * @param {{ atMs: number, held: number }[]} samples In the order in which they were taken; `held` in MB.
 * @returns {{ first: number, last: number, perMinute: number }} The medians of the first and the last third after a
 *   warm-up, in MB, and by how much it grows a minute.
 */
export function growth(samples) {
  const lastMs = samples.at(-1)?.atMs ?? 0;
  const warm = samples.filter(({ atMs }) => atMs >= lastMs * WARM_UP_SHARE);
  const third = Math.ceil(warm.length / 3);
  return {
    first: round(median(warm.slice(0, third).map(({ held }) => held))),
    last: round(median(warm.slice(-third).map(({ held }) => held))),
    perMinute: slope(warm) * 60_000,
  };
}

/** Of the straight line that fits best, in MB a millisecond. */
function slope(samples) {
  const mean = (of) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [x, y] = [mean(({ atMs }) => atMs), mean(({ held }) => held)];
  const across = samples.reduce((sum, { atMs, held }) => sum + (atMs - x) * (held - y), 0);
  return across / samples.reduce((sum, { atMs }) => sum + (atMs - x) ** 2, 0);
}
