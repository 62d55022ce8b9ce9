import { setTimeout as delay } from "node:timers/promises";
import { sleep } from "sluice";

declare const work: Promise<number>;
declare const signal: AbortSignal;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function inline(ms: number) {
  return await Promise.race([
    work,
    new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), ms)), // told: the timer is not cleared
  ]);
}

export async function block(ms: number) {
  const first = await Promise.race([
    work,
    new Promise((resolve) => {
      // told: and runs on until it fires
      setTimeout(resolve, ms);
    }),
  ]);
  return first;
}

export async function byHelper() {
  return await Promise.race([work, pause(10)]); // told: the timer is not cleared
}

export async function bySleepers() {
  await Promise.race([work, delay(10)]); // told: the timer is not cleared
  await Promise.race([work, sleep(10)]); // told: the timer is not cleared
}

export async function byVariable() {
  const limit = new Promise((resolve) => setTimeout(resolve, 10));
  return await Promise.race([work, limit]); // told: the timer is not cleared
}

export async function cleared(ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await Promise.race([
      work,
      new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

export async function withSignal() {
  await Promise.race([work, delay(10, undefined, { signal })]);
  await Promise.race([work, sleep(10, signal)]);
}

export async function unrefed() {
  return await Promise.race([work, new Promise((resolve) => setTimeout(resolve, 10).unref())]);
}

export async function others() {
  await Promise.race([work, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
  await Promise.all([work, new Promise((resolve) => setTimeout(resolve, 10))]);
  await Promise.race([pause(10)]);
}
