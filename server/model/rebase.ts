/** A record of one recording in the terms of its tree: ids that are unique there, and times since its root began. */
import type { ModelRecord } from "./dump-records.js";

export interface Base {
  readonly call: (id: number) => number;
  readonly primitive: (id: number) => number;
  readonly shiftUs: number;
}

export function rebase(record: ModelRecord, { call, primitive, shiftUs }: Base): ModelRecord {
  const shifted = "timeUs" in record ? { ...record, timeUs: record.timeUs + shiftUs } : record;
  switch (shifted.kind) {
    case "start": {
      const { id, parent } = shifted;
      return { ...shifted, id: call(id), parent: parent === null ? null : call(parent) };
    }
    case "wait": {
      const { id, calls, primitives } = shifted;
      return { ...shifted, id: call(id), calls: calls.map(call), primitives: primitives.map(primitive) };
    }
    case "stall":
      return { ...shifted, id: shifted.id === null ? null : call(shifted.id) };
    case "orphan":
      return { ...shifted, id: primitive(shifted.id) };
    case "describe":
    case "resume":
    case "end":
    case "collected":
    case "wakers":
    case "locals":
      return { ...shifted, id: call(shifted.id) };
    case "gone":
      return { ...shifted, id: primitive(shifted.id) };
    case "primitive": {
      const { id, maker, parent } = shifted;
      return {
        ...shifted,
        id: primitive(id),
        maker: maker === null ? null : call(maker),
        parent: parent === null ? null : primitive(parent),
      };
    }
    case "primitiveState":
      return { ...shifted, id: primitive(shifted.id), holders: shifted.holders.map(call) };
    case "ties": {
      const { id, users, owing } = shifted;
      return { ...shifted, id: primitive(id), users: users.map(call), owing: owing.map(call) };
    }
    case "flow": {
      const { id, putters, takers } = shifted;
      return { ...shifted, id: primitive(id), putters: putters.map(call), takers: takers.map(call) };
    }
    case "handoff": {
      const { primitive: at, from, to, fromUs } = shifted;
      return {
        ...shifted,
        primitive: at === null ? null : primitive(at),
        from: call(from),
        to: call(to),
        fromUs: fromUs + shiftUs,
      };
    }
    case "lockOrder": {
      const { id, held, taken, gates } = shifted;
      return {
        ...shifted,
        id: call(id),
        held: primitive(held),
        taken: primitive(taken),
        gates: gates.map(primitive),
      };
    }
    case "running":
      return { ...shifted, id: shifted.id === null ? null : call(shifted.id) };
    case "header":
    case "sourceMap":
    case "note":
    case "misuse":
    case "counters":
    case "exit":
    case "piece":
    case "moment":
      return shifted;
  }
}
