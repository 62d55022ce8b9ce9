/** What there is to know of the selected box: its place, what its tasks do, and the tasks themselves. */
import type { TasksFacts } from "../wire/facts.js";
import { REASONS, REASON_WORDS } from "../wire/states.js";
import { button, make } from "../common/dom.js";
import { refresh } from "../common/refresh.js";
import { count, duration, rate, where } from "../common/words.js";
import type { Node } from "./scene.js";

export interface InspectorEvents {
  onOpen(place: NonNullable<Node["place"]>): void;
  onSplit(id: string): void;
}

export class Inspector {
  readonly element = make("section", { class: "inspector", "aria-label": "Selected box", tabindex: 0 });
  readonly #events: InspectorEvents;
  #shown = "";

  constructor(events: InspectorEvents) {
    this.#events = events;
    this.show(null, null, 0, false);
  }

  show(node: Node | null, tasks: TasksFacts | null, nowMs: number, split: boolean): void {
    const key = JSON.stringify([node, tasks, tasks === null ? 0 : Math.floor(nowMs / 1000), split]);
    if (key === this.#shown) return;
    this.#shown = key;
    if (node === null) {
      refresh(this.element, make("p", { class: "hint" }, "Select a box to see its tasks."));
      return;
    }
    refresh(
      this.element,
      make("h2", {}, node.label),
      make("p", { class: "dim" }, this.#summary(node)),
      ...this.#actions(node, split),
      ...shareRows(node),
      ...this.#tasks(tasks, nowMs),
    );
  }

  #summary(node: Node): string {
    if (node.shape === "channel") {
      const flow = node.rate > 0 ? `, ${rate(node.rate)} lately` : "";
      return `channel, ${node.detail}${flow}`;
    }
    if (node.shape === "lock" || node.shape === "other") return node.detail;
    if (node.shape === "task") return node.detail;
    const live = `${count(node.count)} live ${node.count === 1 ? "task" : "tasks"}`;
    const stuck = node.stuck > 0 ? `, ${count(node.stuck)} of them wait for ever` : "";
    return `${live}${stuck}${node.slowest ? "; it holds up the stages before it" : ""}`;
  }

  #actions(node: Node, split: boolean): HTMLElement[] {
    const actions: HTMLElement[] = [];
    const { place } = node;
    if (place !== null) {
      const label = where(place);
      const title = "Open the line in the editor";
      actions.push(
        button(
          { label, title, press: () => this.#events.onOpen(place) },
          { class: "link", "data-key": "place" },
        ),
      );
    }
    if (node.shape === "site" && node.count > 0) {
      const label = split ? "Join tasks" : "Split into tasks";
      const title = split
        ? "Show one box for all tasks of this line"
        : "Show a box for each task of this line";
      actions.push(
        button(
          { label, title, press: () => this.#events.onSplit(node.id) },
          { class: "secondary", "data-key": "split" },
        ),
      );
    }
    return actions.length === 0 ? [] : [make("div", { class: "actions" }, ...actions)];
  }

  #tasks(tasks: TasksFacts | null, nowMs: number): HTMLElement[] {
    if (tasks === null || tasks.total === 0) return [];
    const rows = tasks.tasks.map(({ id, name, state, sinceMs, stuck, place }) => {
      const age = duration(Math.max(0, nowMs - sinceMs) * 1000);
      const words = `${name} #${id}`;
      const head =
        place === null
          ? make("span", {}, words)
          : button(
              { label: words, title: `Open ${where(place)}`, press: () => this.#events.onOpen(place) },
              { class: "link", "data-key": `task-${id}` },
            );
      return make(
        "li",
        { class: stuck ? "stuck" : "" },
        head,
        make("span", { class: "dim" }, ` ${state} · ${age}`),
      );
    });
    const left = tasks.total - tasks.tasks.length;
    const more = left > 0 ? [make("p", { class: "more" }, `and ${count(left)} more`)] : [];
    return [make("h3", {}, "Tasks"), make("ul", { class: "tasks" }, ...rows), ...more];
  }
}

function shareRows({ shares }: Node): HTMLElement[] {
  const rows = REASONS.flatMap((reason, i) => {
    const share = shares[i] ?? 0;
    if (share < 0.005) return [];
    const percent = `${Math.round(share * 100)} %`;
    return [make("dt", { class: `reason reason-${reason}` }, REASON_WORDS[reason]), make("dd", {}, percent)];
  });
  return rows.length === 0 ? [] : [make("h3", {}, "Lately"), make("dl", { class: "shares" }, ...rows)];
}
