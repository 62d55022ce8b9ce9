/** The calls that are known, and how they hang together: which is a frame of which task, and who started whom. */
import { StartFlag, type CallId } from "../../tracer/wire/index.js";
import { isFrame, isInternal, isMain, isTask, type Call } from "./call.js";
import type { TaskId } from "./task.js";

/** Ended tasks that are kept by name and place, for those who look at them a moment later. */
const ENDED_TASKS_KEPT = 1000;

export class CallTable {
  readonly #calls = new Map<CallId, Call>();
  /** Which call answers for each, those that are over included: what they started may be told later. */
  readonly #charged = new Map<CallId, CallId>();
  readonly #endedTasks: TaskId[] = [];
  readonly #removed: (call: Call) => void;

  /** @param removed is told of each call that is known no more */
  constructor(removed: (call: Call) => void) {
    this.#removed = removed;
  }

  get(id: CallId): Call | undefined {
    return this.#calls.get(id);
  }

  /** All of them, oldest first. */
  values(): Iterable<Call> {
    return this.#calls.values();
  }

  /** The call with which a task began. */
  taskOf(id: TaskId): Call | undefined {
    const call = this.#calls.get(id);
    return call !== undefined && isTask(call) ? call : undefined;
  }

  charge(id: CallId): void {
    this.#charged.set(id, id);
  }

  discharge(id: CallId): void {
    for (const [call, charged] of this.#charged) if (charged === id) this.#charged.delete(call);
  }

  add(call: Call): void {
    const ofParent = call.parent === null ? undefined : this.#charged.get(call.parent);
    call.chargedTo = this.#charged.get(call.id) ?? ofParent ?? null;
    if (call.chargedTo !== null) this.#charged.set(call.id, call.chargedTo);
    this.#calls.set(call.id, call);
  }

  /** It is over. Of tasks the latest are kept. */
  retire(call: Call): void {
    if (!isTask(call)) {
      this.#remove(call);
      return;
    }
    if (isMain(call)) return;
    this.#endedTasks.push(call.id);
    if (this.#endedTasks.length <= ENDED_TASKS_KEPT) return;
    const oldest = this.#calls.get(this.#endedTasks.shift() ?? call.id);
    if (oldest !== undefined) this.#remove(oldest);
  }

  /** The call that began the task which this call belongs to. */
  taskCallOf(call: Call): Call | undefined {
    let current: Call | undefined = call;
    while (current !== undefined && !isTask(current)) {
      current = current.parent === null ? undefined : this.#calls.get(current.parent);
    }
    return current;
  }

  /** Undefined for Node's own functions, which are no tasks. */
  taskIdOf(id: CallId): TaskId | undefined {
    const call = this.#calls.get(id);
    if (call === undefined || isInternal(call)) return undefined;
    return this.taskCallOf(call)?.id;
  }

  /** The tasks of these calls, each once, as far as they are known. */
  taskIdsOf(calls: readonly CallId[]): TaskId[] {
    return [...new Set(calls.flatMap((id) => this.taskIdOf(id) ?? []))];
  }

  /** The task that started the one which began with this call. */
  parentOf(root: Call): TaskId | null {
    if (root.parent === null) return null;
    const parent = this.#calls.get(root.parent);
    return parent === undefined ? null : (this.taskCallOf(parent)?.id ?? null);
  }

  isMainFlow(root: Call): boolean {
    if (isMain(root)) return true;
    const others = StartFlag.spawned | StartFlag.callback | StartFlag.member;
    if ((root.flags & others) !== 0 || root.parent === null) return false;
    const parent = this.#calls.get(root.parent);
    return parent !== undefined && isMain(parent);
  }

  /** From the call that began the task down to the one that is suspended at something else than a frame. */
  awaitChain(root: Call): Call[] {
    const chain: Call[] = [];
    let current: Call | undefined = root;
    while (current !== undefined && !chain.includes(current)) {
      chain.push(current);
      current = this.#awaitedFrame(current);
    }
    return chain;
  }

  #awaitedFrame(call: Call): Call | undefined {
    const awaited = call.wait?.op === "task" ? call.wait.calls[0] : undefined;
    if (awaited === undefined) return undefined;
    const callee = this.#calls.get(awaited);
    if (callee?.ended !== null || callee.parent !== call.id) return undefined;
    return isFrame(callee) || isInternal(callee) ? callee : undefined;
  }

  #remove(call: Call): void {
    this.#calls.delete(call.id);
    this.#removed(call);
  }
}
