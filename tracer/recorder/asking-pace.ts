/**
 * How many places a turn may ask late. A program that is at work gives little time for that; one that idles has it to spare:
 * of a hundred thousand tasks that wait somebody wants to know soon where.
 */
import { performance } from "node:perf_hooks";

const AT_MOST = 100;
const AT_LEAST = 10;

/** How long it may take: an answer takes 10 to 60 µs. */
const SHARE_US = 1000;

/** The same while the loop idles: half of that time, but no event is to wait for longer. */
const IDLE_AT_MOST = 1000;
const IDLE_SHARE = 0.5;
const IDLE_SHARE_US = 5000;

// A program may replace it later on.
const utilization = performance.eventLoopUtilization.bind(performance);

export class AskingPace {
  perTurn = AT_MOST;
  #idleMs = 0;

  /** So many were asked in a turn, which took so long. */
  took(asked: number, tookUs: number): void {
    const { idle } = utilization();
    const sparedUs = Math.min(IDLE_SHARE_US, IDLE_SHARE * 1000 * (idle - this.#idleMs));
    this.#idleMs = idle;
    const [shareUs, atMost] = sparedUs > SHARE_US ? [sparedUs, IDLE_AT_MOST] : [SHARE_US, AT_MOST];
    const affordable = Math.ceil((shareUs * asked) / Math.max(1, tookUs));
    this.perTurn = Math.min(atMost, Math.max(AT_LEAST, affordable));
  }
}
