/** Above the tasks: the threads that are busy, and with that hold up all tasks below. They open into what they run. */
import { busyInWords, busySite } from "../../session/busy-words.js";
import type { BusyThread } from "../../session/busy-threads.js";
import type { Details, Row, RowAt, RowsArguments, RowsBody } from "../protocol.js";
import { ageSince, type Moment } from "./moment.js";
import { here, placeRow } from "./place-rows.js";

const ROW_ID = /^b(\d+)$/;

/** The page of a view that begins with these rows, of which the rest is `pageOf`. */
export function belowBusyRows(
  moment: Moment,
  request: RowsArguments,
  pageOf: (moment: Moment, request: RowsArguments) => RowsBody,
): RowsBody {
  const { parent, offset, limit } = request;
  if (parent !== null) {
    const thread = busyThreadOfRow(moment, parent);
    return thread === undefined ? pageOf(moment, request) : framesOf(parent, thread, offset, limit);
  }
  const { busy } = moment;
  const rows = busy.slice(offset, offset + limit).map((thread) => busyRow(moment, thread));
  const rest = pageOf(moment, {
    ...request,
    offset: Math.max(0, offset - busy.length),
    limit: limit - rows.length,
  });
  return { ...rest, rows: [...rows, ...rest.rows], total: rest.total + busy.length };
}

/** A way to a row, which is further down by these. */
export function pathBelowBusyRows({ busy }: Moment, [first, ...rest]: readonly RowAt[]): readonly RowAt[] {
  return first === undefined ? [] : [{ ...first, index: first.index + busy.length }, ...rest];
}

export function busyDetails(moment: Moment, id: string): Details | null {
  const thread = busyThreadOfRow(moment, id);
  if (thread === undefined) return null;
  const sections = thread.running === null ? [] : [{ heading: "Runs", sites: thread.running.stack }];
  return {
    title: thread.name,
    text: "busy without a turn of its event loop: no task of it goes on meanwhile",
    sections: sections.filter(({ sites }) => sites.length > 0),
  };
}

function busyThreadOfRow({ busy }: Moment, id: string): BusyThread | undefined {
  const [, unit] = ROW_ID.exec(id) ?? [];
  return busy.find((thread) => `${thread.unit}` === unit);
}

function busyRow(moment: Moment, thread: BusyThread): Row {
  const frames = thread.running?.stack.length ?? 0;
  return {
    id: `b${thread.unit}`,
    label: thread.name,
    state: `${busyInWords(thread)} without a turn of its event loop`,
    brief: busyInWords(thread),
    age: ageSince(moment, thread.sinceMs),
    icon: "busy",
    stuck: false,
    place: here(busySite(thread) ?? undefined),
    start: null,
    task: null,
    children: frames === 0 ? "none" : "closed",
  };
}

function framesOf(parent: string, { running }: BusyThread, offset: number, limit: number): RowsBody {
  const rows = (running?.stack ?? []).map((site, index) => {
    const words = index === 0 ? "runs here" : "called the above";
    return placeRow(parent, { site, words, locals: [] }, index);
  });
  return { rows: rows.slice(offset, offset + limit), total: rows.length };
}
