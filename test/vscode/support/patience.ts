import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 100;

/** Reads again and again until `accept` says yes or the time is over; what was read last. */
export async function readFor<T>(
  limitMs: number,
  read: () => Promise<T> | T,
  accept: (value: T) => boolean,
): Promise<{ readonly value: T; readonly isAccepted: boolean }> {
  const deadlineMs = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (accept(value)) return { value, isAccepted: true };
    if (Date.now() > deadlineMs) return { value, isAccepted: false };
    await delay(POLL_MS);
  }
}
