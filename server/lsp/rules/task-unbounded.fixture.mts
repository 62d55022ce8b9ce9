import { readFile } from "node:fs/promises";
import { ErrGroup, Semaphore, go, type ReceiveChannel } from "sluice";

const slots = new Semaphore(4);

export async function fetches(urls: readonly string[]) {
  return await Promise.all(urls.map(async (url) => await fetch(url))); // told: for each of urls
}

export async function reads(paths: readonly string[]) {
  return await Promise.allSettled(paths.map((path) => readFile(path))); // told: a task with input or output
}

export async function spawns(jobs: ReceiveChannel<string>) {
  for await (const job of jobs) {
    go(async () => await fetch(job)); // told: for each of jobs
  }
}

export async function spawnsInAGroup(urls: readonly string[]) {
  const group = new ErrGroup();
  for (const url of urls) void group.go(async () => await fetch(url)); // told: for each of urls
  await group.wait();
}

export async function computes(values: readonly number[]) {
  return await Promise.all(values.map(async (value) => value * 2));
}

export async function bounded(urls: readonly string[]) {
  return await Promise.all(urls.map((url) => slots.withPermit(() => fetch(url))));
}

export async function few() {
  const urls = ["https://one.example", "https://two.example"];
  return await Promise.all(urls.map((url) => fetch(url)));
}

export async function limited(urls: readonly string[]) {
  const group = new ErrGroup();
  group.setLimit(4);
  for (const url of urls) void group.go(async () => await fetch(url));
  await group.wait();
}

export async function heldBack(urls: readonly string[], ready: () => Promise<void>) {
  for (const url of urls) {
    await ready();
    go(async () => await fetch(url));
  }
}
