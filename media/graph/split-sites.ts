/** Sites that are split into their tasks, and these as they were last told. */
import type { Host } from "../common/host.js";
import type { TaskFacts } from "../wire/facts.js";
import { SPLIT_AT_MOST } from "./scene.js";

export class SplitSites {
  readonly tasks = new Map<string, readonly TaskFacts[]>();
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async set(site: string, split: boolean): Promise<void> {
    if (!split) {
      this.tasks.delete(site);
      return;
    }
    const told = await this.#ask(site);
    if (told !== null) this.tasks.set(site, told);
  }

  async askAnew(): Promise<void> {
    for (const site of this.tasks.keys()) {
      const told = await this.#ask(site);
      if (told !== null && this.tasks.has(site)) this.tasks.set(site, told);
    }
  }

  async #ask(box: string): Promise<readonly TaskFacts[] | null> {
    const facts = await this.#host.ask<"tasks">({ kind: "tasks", box, limit: SPLIT_AT_MOST });
    return facts?.tasks ?? null;
  }
}
