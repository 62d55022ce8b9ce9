/** What threads and rows are read from: a program that is followed, or a dump of one. */
import type { LookBack } from "../flow/look-back.js";
import type { FlowSource } from "../flow/source.js";
import type { Tasks } from "../model/tasks.js";
import type { BusyThread } from "../session/busy-threads.js";
import type { LineIndex } from "./lines/line-index.js";
import type { TaskId } from "../model/task.js";
import type { Moment } from "./rows/moment.js";
import type { ThreadList, ThreadLook } from "./threads/thread-list.js";

export interface Run {
  readonly model: Tasks;
  readonly moment: Moment;
  /** Milliseconds since the program's start. */
  readonly nowMs: number;
  /** The task whose frames the user looks at. */
  selected: TaskId | null;
  threadLook: ThreadLook;
  /** Threads that do not come round to their event loop. */
  readonly busy: readonly BusyThread[];
  threads(): ThreadList;
  /** For the graph and the timeline. */
  flow(): FlowSource;
  /** For the marks of an editor. */
  readonly lines: LineIndex;
  /** Null where there is no recording to look back in. */
  readonly lookBack: LookBack | null;
}
