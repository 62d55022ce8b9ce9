import type { Throughput } from "./task.js";

/** A rate is told as the mean of at least so long: less would be noise. */
const WINDOW_MS = 1000;

/** Without news for so long it has stopped. */
const STALE_MS = 2500;

/** Nothing so far. */
export function throughputFrom(nowMs: number): Throughput {
  return { total: 0, perSecond: 0, asOfMs: nowMs, asOfTotal: 0 };
}

export function throughputAt(last: Throughput, total: number, nowMs: number): Throughput {
  const spanMs = nowMs - last.asOfMs;
  if (spanMs < WINDOW_MS) return { ...last, total };
  return { total, perSecond: ((total - last.asOfTotal) * 1000) / spanMs, asOfMs: nowMs, asOfTotal: total };
}

/** How many a second, as far as that can be told now. */
export function rateOf({ total, perSecond, asOfMs, asOfTotal }: Throughput, nowMs: number): number {
  const spanMs = nowMs - asOfMs;
  if (spanMs < WINDOW_MS) return perSecond;
  return spanMs > STALE_MS ? 0 : ((total - asOfTotal) * 1000) / spanMs;
}
