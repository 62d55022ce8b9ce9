/**
 * A task's frames: the await it is at and those that await it, then where it was started, through its parents.
 *
 * A label that says what it waits for comes first. It also keeps the editor calm: VS Code paints the first frame
 * of every paused thread into the code, so that a busy program would make lines flash.
 */
import type { Local } from "../../model/dump-records.js";
import type { CallId } from "../../../tracer/wire/index.js";
import { isOfMainProcess, type Tasks } from "../../model/tasks.js";
import type { Site, Task } from "../../model/task.js";
import { describeState, describeWakers } from "../../model/words.js";
import { originHeading } from "../rows/details.js";

const FRAMES_AT_MOST = 100;
const ANCESTORS_AT_MOST = 10;

export type Frame =
  | {
      readonly kind: "site";
      readonly site: Site;
      /** At the await, where a dump has read them. */
      readonly locals?: readonly Local[];
      /** The call that stands there, where its variables can be asked for: in the main process of a live program. */
      readonly call?: CallId;
    }
  /** A line between frames, with no place of its own. */
  | { readonly kind: "label"; readonly text: string };

export function framesOf(model: Tasks, task: Task): Frame[] {
  const unit = model.unitOf(task.id);
  const asked = !model.ofMoment && unit !== undefined && isOfMainProcess(model, unit);
  const calls = asked ? model.callsOf(task.id) : [];
  const frames: Frame[] = [
    { kind: "label", text: describeState(model, task) },
    ...wakersLabel(task),
    ...task.stack.map(({ locals, ...site }, index) => siteFrame(site, locals, calls[index])),
  ];
  if (task.wait !== null && task.stack.length === 0) {
    frames.push({ kind: "label", text: "at a place that is not known (yet)" });
  }
  let child = task;
  for (let depth = 0; depth < ANCESTORS_AT_MOST; depth++) {
    const parent = child.parent === null ? undefined : model.task(child.parent);
    if (child.created.length > 0) {
      frames.push({ kind: "label", text: originHeading(parent).toLowerCase() });
      frames.push(...child.created.map((site) => siteFrame(site)));
    }
    if (parent === undefined) break;
    child = parent;
  }
  return frames.slice(0, FRAMES_AT_MOST);
}

function wakersLabel(task: Task): Frame[] {
  const text = task.wait?.stuck === true ? "" : describeWakers(task.wait);
  return text === "" ? [] : [{ kind: "label", text }];
}

function siteFrame(site: Site, locals?: readonly Local[], call?: CallId): Frame {
  const known = locals === undefined ? {} : { locals };
  return { kind: "site", site, ...known, ...(call === undefined ? {} : { call }) };
}
