/** What the box under the pointer is, with the first of its tasks. For the keyboard the inspector says the same. */
import type { TasksFacts } from "../wire/facts.js";
import { make } from "../common/dom.js";
import { count } from "../common/words.js";
import type { Node } from "./scene.js";

export class Tooltip {
  readonly element = make("div", { class: "tooltip", "aria-hidden": "true" });

  constructor() {
    this.hide();
  }

  show(node: Node, tasks: TasksFacts | null, x: number, y: number): void {
    const rows = (tasks?.tasks ?? []).map(({ name, id, state }) => make("li", {}, `${name} #${id} ${state}`));
    const left = (tasks?.total ?? 0) - rows.length;
    if (left > 0) rows.push(make("li", { class: "dim" }, `and ${count(left)} more`));
    this.element.replaceChildren(
      make("strong", {}, node.label),
      make("div", { class: "dim" }, node.detail),
      ...(rows.length === 0 ? [] : [make("ul", {}, ...rows)]),
    );
    this.element.hidden = false;
    const room = this.element.parentElement;
    const { offsetWidth, offsetHeight } = this.element;
    const right = (room?.clientWidth ?? Infinity) - offsetWidth - 8;
    const bottom = (room?.clientHeight ?? Infinity) - offsetHeight - 8;
    this.element.style.left = `${Math.max(8, Math.min(right, x - offsetWidth / 2))}px`;
    this.element.style.top = `${Math.max(8, Math.min(bottom, y))}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
