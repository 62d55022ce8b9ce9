/** Waits at primitives of a name that have lasted longer than somebody wants to see: each is told once. */
import type { Task, TaskId } from "../../model/task.js";
import type { Tasks } from "../../model/tasks.js";

/** "waits > 500 ms", at all primitives of a name. */
export interface WaitRule {
  readonly name: string;
  readonly longerThanMs: number;
  /** Only a line in the console. */
  readonly logs: boolean;
}

/** One or several that were seen at the same look. */
export interface LongWait {
  readonly rule: WaitRule;
  /** The one that waits longest. */
  readonly task: Task;
  readonly waitedMs: number;
  readonly others: number;
}

export class LongWaits {
  /** As of the last look, by rule and task: since when the task waits. Rules are said anew when one of them changes. */
  #told: ReadonlyMap<string, ReadonlyMap<TaskId, number>> = new Map();

  /**
   * Those that are new.
   *
   * @param waitedMs how long a wait has lasted that began then
   */
  look(model: Tasks, rules: readonly WaitRule[], waitedMs: (fromMs: number) => number): LongWait[] {
    const long = new Map(rules.map((rule) => [keyOf(rule), new Map<TaskId, number>()]));
    const news = new Map<WaitRule, LongWait>();
    const shortest = Math.min(...rules.map(({ longerThanMs }) => longerThanMs));
    for (const task of rules.length === 0 ? [] : model.liveTasks()) {
      if (task.wait === null) continue;
      const { fromMs, primitives } = task.wait;
      const lasted = waitedMs(fromMs);
      if (lasted <= shortest) continue;
      const names = primitives.map((id) => model.primitive(id)?.name);
      for (const rule of rules) {
        if (lasted <= rule.longerThanMs || !names.includes(rule.name)) continue;
        long.get(keyOf(rule))?.set(task.id, fromMs);
        if (this.#told.get(keyOf(rule))?.get(task.id) !== fromMs)
          add(news, { rule, task, waitedMs: lasted, others: 0 });
      }
    }
    this.#told = long;
    return [...news.values()];
  }
}

function add(news: Map<WaitRule, LongWait>, wait: LongWait): void {
  const known = news.get(wait.rule);
  const longest = known === undefined || wait.waitedMs > known.waitedMs ? wait : known;
  news.set(wait.rule, { ...longest, others: known === undefined ? 0 : known.others + 1 });
}

function keyOf({ name, longerThanMs, logs }: WaitRule): string {
  return `${longerThanMs} ${logs} ${name}`;
}
