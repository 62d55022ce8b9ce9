/** The channels of a program that runs under Sluice, by the ids that its tracer gave them, and what is queued in one. */
import type { PrimitiveId } from "../../tracer/wire/index.js";
import type { Local } from "../model/dump-records.js";
import { classIds } from "./class-names.js";
import type { HeapObjects, Properties, RemoteValue } from "./heap-objects.js";
import type { Node, Snapshot } from "./snapshot/snapshot.js";
import { numberOf } from "./wakers/values.js";

/** As the tracer's class calls it. */
const STAMP = "#value";

const VALUES_SHOWN = 100;

/** While the program goes on, values come and go between two questions. */
const ATTEMPTS = 3;

export function tracedChannels(snapshot: Snapshot): Map<PrimitiveId, Node> {
  const channels = new Map<PrimitiveId, Node>();
  const classes = new Set(classIds(snapshot, "Chan"));
  if (classes.size === 0) return channels;
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (!classes.has(snapshot.nameId(node))) continue;
    const info = snapshot.follow(node, STAMP);
    const id = info === undefined ? undefined : numberOf(snapshot, info, "id");
    if (id !== undefined) channels.set(id, node);
  }
  return channels;
}

/** The values in a channel, the one that is received first at first, then those of senders in line. Null when it is gone. */
export async function queuedIn(objects: HeapObjects, channel: Node): Promise<readonly Local[] | null> {
  const found = await objects.find(channel);
  if (found === null) return null;
  const own = await objects.propertiesOf(found);
  const [buffer, senders] = [inside(own, "#buffer"), inside(own, "#senders")];
  const buffered = buffer?.objectId === undefined ? [] : await bufferedIn(objects, buffer.objectId);
  const room = VALUES_SHOWN - buffered.length;
  const waiting = senders?.objectId === undefined ? [] : await sentIn(objects, senders.objectId, room);
  const named = [
    ...buffered.map((value, index) => ({ name: `${index}`, value })),
    ...waiting.map((value, index) => ({ name: `sender ${index}`, value })),
  ];
  const locals: Local[] = [];
  for (const { name, value } of named) {
    locals.push({ name, value: await objects.previewOf(name, value), type: value.type });
  }
  return locals;
}

/** Of a ring, as `tracer/runtime/ring.ts` keeps it. */
async function bufferedIn(objects: HeapObjects, ring: string): Promise<RemoteValue[]> {
  for (let attempt = 1; ; attempt++) {
    const before = await ringAt(objects, ring);
    const items = before.items === undefined ? [] : (await objects.propertiesOf(before.items)).result;
    const after = await ringAt(objects, ring);
    const isSame = before.head === after.head && before.length === after.length;
    if (!isSame && attempt < ATTEMPTS) continue;
    const values = new Map(items.map(({ name, value }) => [name, value]));
    const size = Number(values.get("length")?.value ?? 0);
    return Array.from({ length: Math.min(after.length, VALUES_SHOWN) }, (_, index) =>
      values.get(`${(after.head + index) % size}`),
    ).filter((value) => value !== undefined);
  }
}

async function ringAt(
  objects: HeapObjects,
  ring: string,
): Promise<{ readonly head: number; readonly length: number; readonly items: string | undefined }> {
  const own = await objects.propertiesOf(ring);
  return {
    head: Number(inside(own, "#head")?.value),
    length: Number(inside(own, "length")?.value),
    items: inside(own, "#items")?.objectId,
  };
}

/** Of a line, as `tracer/runtime/waiter.ts` keeps it. */
async function sentIn(objects: HeapObjects, line: string, most: number): Promise<RemoteValue[]> {
  const sent: RemoteValue[] = [];
  let place = inside(await objects.propertiesOf(line), "first")?.objectId;
  while (place !== undefined && sent.length < most) {
    const own = await objects.propertiesOf(place);
    const value = inside(own, "value");
    if (value !== undefined) sent.push(value);
    place = inside(own, "next")?.objectId;
  }
  return sent;
}

function inside({ result, privateProperties = [] }: Properties, name: string): RemoteValue | undefined {
  return [...result, ...privateProperties].find((one) => one.name === name)?.value;
}
