/** Finds in a snapshot what the agent left there: which promise is awaited where. */
import { NodeMap } from "../graph/node-map.js";
import type { Node, Snapshot } from "../snapshot/snapshot.js";
import { textOf } from "../snapshot/text.js";
import type { Frame } from "./visitor.js";

export interface MarkedPlaces {
  /** The agent's own object; null when it is not there. */
  readonly record: Node | null;
  /** Where a promise is awaited, if the engine could tell. */
  placeOf(promise: Node): Frame | null;
}

export function markedPlaces(snapshot: Snapshot, mark: string): MarkedPlaces {
  const frames: Frame[] = [];
  const frameOf = new NodeMap();
  const record = recordIn(snapshot, mark);
  const list = record === null ? undefined : snapshot.follow(record, "places");
  for (const place of list === undefined ? [] : snapshot.elements(list)) {
    const frame = frameAt(snapshot, place);
    const promises = snapshot.follow(place, "promises");
    if (frame === undefined || promises === undefined) continue;
    frames.push(frame);
    for (const promise of snapshot.elements(promises)) frameOf.set(promise, frames.length - 1);
  }
  return { record, placeOf: (promise) => frames[frameOf.get(promise) ?? -1] ?? null };
}

function recordIn(snapshot: Snapshot, mark: string): Node | null {
  const name = snapshot.idOf(mark);
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nameId(node) !== name || snapshot.type(node) !== "object") continue;
    if (snapshot.follow(node, "places") !== undefined) return node;
  }
  return null;
}

function frameAt(snapshot: Snapshot, place: Node): Frame | undefined {
  const frames = snapshot.follow(place, "frames");
  return frames === undefined ? undefined : parseFrames(textOf(snapshot, frames) ?? "")[0];
}

/** A snapshot shortens long strings; a place that is cut off is none. */
function parseFrames(json: string): readonly Frame[] {
  try {
    return JSON.parse(json) as readonly Frame[];
  } catch {
    return [];
  }
}
