/** Tasks as they are shown, made of calls when somebody looks, and kept until one of the calls changes. */
import {
  StartFlag,
  WaitFlag,
  type CallId,
  type WaitRecord,
  type WireFrame,
} from "../../tracer/wire/index.js";
import { isInternal, stateFromUs, type Call } from "./call.js";
import type { CallTable } from "./call-table.js";
import type { Frame, Site, Task, TaskId, Wait } from "./task.js";

/** How a place that the engine ran becomes the place that the user wrote. */
export interface SiteMapper {
  map(frame: WireFrame): Site;
  /** The same for a place inside of an awaited expression: the place of its `await`. */
  mapToAwait(frame: WireFrame): Site;
}

export class TaskViews {
  readonly #calls: CallTable;
  readonly #sites: SiteMapper;
  readonly #views = new Map<TaskId, Task>();

  constructor(calls: CallTable, sites: SiteMapper) {
    this.#calls = calls;
    this.#sites = sites;
  }

  /** The task that began with this call. */
  of(root: Call): Task {
    const known = this.#views.get(root.id);
    if (known !== undefined) return known;
    const task = this.#make(root);
    this.#views.set(root.id, task);
    return task;
  }

  /** The calls that stand at the places of its stack. */
  callsOf(root: Call): CallId[] {
    const standing = this.#calls.awaitChain(root).filter((call) => this.#frameOf(call).length > 0);
    return standing.map(({ id }) => id).reverse();
  }

  forget(id: TaskId): void {
    this.#views.delete(id);
  }

  waitOf(leaf: Call, wait: WaitRecord): Wait {
    const tasks = this.#calls.taskIdsOf(wait.calls);
    // Node's own functions wait for I/O in the end; a user has no use for their inner promises.
    // A timer has fired, or was cleared, without settling what is waited for.
    const notByTimer = leaf.collected && wait.op === "timer";
    const inner = isInternal(leaf) && (wait.op === "promise" || wait.op === "task");
    return {
      op: notByTimer ? "promise" : inner || (wait.op === "task" && tasks.length === 0) ? "io" : wait.op,
      primitive: wait.primitives[0] ?? null,
      primitives: wait.primitives,
      task: tasks.length === 1 && wait.members <= 1 ? (tasks[0] ?? null) : null,
      tasks,
      members: wait.members,
      ofTasks: (wait.flags & WaitFlag.ofTasks) !== 0,
      fromMs: wait.timeUs / 1000,
      delayMs: wait.delayMs,
      unreferenced: (wait.flags & WaitFlag.unreferenced) !== 0,
      wakers: leaf.wakers?.wakers ?? null,
      stuck: leaf.wakers?.stuck ?? false,
    };
  }

  /** Of what `go` started the wait of the function that it was given; the task itself only waits for that. */
  ownWaitOf(root: Call): WaitRecord | null {
    const isSpawned = (root.flags & StartFlag.spawned) !== 0;
    const own = isSpawned ? this.#calls.awaitChain(root)[1] : root;
    return own === undefined || isInternal(own) ? null : own.wait;
  }

  siteOfWait({ site, flags }: WaitRecord): Site | null {
    if (site === null) return null;
    return (flags & WaitFlag.operandSite) === 0 ? this.#sites.map(site) : this.#sites.mapToAwait(site);
  }

  #make(root: Call): Task {
    const chain = this.#calls.awaitChain(root);
    const leaf = chain.at(-1) ?? root;
    const stack = chain.flatMap((call) => this.#frameOf(call)).reverse();
    return {
      id: root.id,
      name: root.name === "" ? "(anonymous)" : root.name,
      parent: this.#calls.parentOf(root),
      state:
        root.ended !== null ? (root.ended.failed ? "failed" : "done") : leaf.wait ? "waiting" : "running",
      wait: leaf.wait === null || root.ended !== null ? null : this.waitOf(leaf, leaf.wait),
      stack: root.ended === null ? stack : [],
      created: root.created.map((frame) => this.#sites.map(frame)),
      startedMs: root.startedUs / 1000,
      fromMs: stateFromUs(root, leaf) / 1000,
      endedMs: root.ended === null ? null : root.ended.timeUs / 1000,
      mainFlow: this.#calls.isMainFlow(root),
      spawned: (root.flags & StartFlag.spawned) !== 0,
      collected: leaf.collected && root.ended === null,
      chargedTo: root.chargedTo,
      member: (root.flags & StartFlag.member) !== 0,
      abandoned: (root.flags & StartFlag.loser) !== 0,
    };
  }

  #frameOf(call: Call): Frame[] {
    const site = call.wait === null || isInternal(call) ? null : this.siteOfWait(call.wait);
    if (site === null) return [];
    return [call.locals === null ? site : { ...site, locals: call.locals }];
  }
}
