/** Finds in a snapshot what the agent left there: which promise is awaited where. */
import type { Node, Snapshot } from "../snapshot/snapshot.js";
import { textOf } from "../snapshot/text.js";
import type { Frame } from "./visitor.js";

export interface MarkedPlaces {
  /** The agent's own object; null when it is not there. */
  readonly record: Node | null;
  readonly placeOf: ReadonlyMap<Node, Frame>;
}

export function markedPlaces(snapshot: Snapshot, mark: string): MarkedPlaces {
  const placeOf = new Map<Node, Frame>();
  const name = snapshot.idOf(mark);
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nameId(node) !== name || snapshot.type(node) !== "object") continue;
    const places = snapshot.follow(node, "places");
    if (places === undefined) continue;
    for (const place of snapshot.elements(places)) readPlace(snapshot, place, placeOf);
    return { record: node, placeOf };
  }
  return { record: null, placeOf };
}

function readPlace(snapshot: Snapshot, place: Node, placeOf: Map<Node, Frame>): void {
  const frames = snapshot.follow(place, "frames");
  const promises = snapshot.follow(place, "promises");
  if (frames === undefined || promises === undefined) return;
  const frame = parseFrames(textOf(snapshot, frames) ?? "")[0];
  if (frame === undefined) return;
  for (const promise of snapshot.elements(promises)) placeOf.set(promise, frame);
}

/** A snapshot shortens long strings; a place that is cut off is none. */
function parseFrames(json: string): readonly Frame[] {
  try {
    return JSON.parse(json) as readonly Frame[];
  } catch {
    return [];
  }
}
