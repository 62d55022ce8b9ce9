/**
 * The same things as on the canvas, as a list for keyboard and screen reader. It is a listbox: one stop of the Tab key,
 * arrows within it. Rows are reused, so that the focus and what is being read survive an update.
 */
import { make, setText } from "./dom.js";

export interface ListItem {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** What a screen reader says beyond the two. */
  readonly spoken: string;
  /** "stuck" and "slow" are marked by shape and words as well. */
  readonly mark: "none" | "stuck" | "slow";
  readonly depth: number;
}

export interface ListingEvents {
  onSelect(id: string): void;
  /** Enter, or a double click. */
  onOpen(id: string): void;
  /** Left and right. */
  onExpand?(id: string, open: boolean): void;
}

/** A list is no place for thousands; the search narrows it. */
export const LISTED_AT_MOST = 400;

export class Listing {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #more = make("p", { class: "more" });
  readonly #events: ListingEvents;
  readonly #rows = new Map<string, HTMLElement>();
  #ids: string[] = [];
  #selected: string | null = null;

  constructor(label: string, events: ListingEvents) {
    this.#events = events;
    this.#list = make("div", { role: "listbox", tabindex: 0, "aria-label": label, class: "listing" });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("click", (event) => this.#click(event, (id) => events.onSelect(id)));
    this.#list.addEventListener("dblclick", (event) => this.#click(event, (id) => events.onOpen(id)));
    this.element = make("div", { class: "listing-frame" }, this.#list, this.#more);
  }

  /** @param total how many there are, listed or not */
  update(items: readonly ListItem[], total: number, selected: string | null): void {
    const shown = items.slice(0, LISTED_AT_MOST);
    this.#ids = shown.map(({ id }) => id);
    const kept = new Set(this.#ids);
    for (const [id, row] of this.#rows) {
      if (kept.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    shown.forEach((item, at) => {
      const row = this.#rows.get(item.id) ?? this.#newRow(item.id);
      const [label, detail, spoken] = row.children;
      if (label instanceof HTMLElement) setText(label, item.label);
      if (detail instanceof HTMLElement) setText(detail, item.detail);
      row.className = `row mark-${item.mark} depth-${Math.min(3, item.depth)}`;
      if (spoken instanceof HTMLElement) setText(spoken, item.spoken === "" ? "" : `, ${item.spoken}`);
      if (this.#list.children[at] !== row) this.#list.insertBefore(row, this.#list.children[at] ?? null);
    });
    const left = total - shown.length;
    setText(this.#more, left > 0 ? `${left.toLocaleString("en-US")} more: search to narrow them down.` : "");
    this.select(selected);
  }

  select(id: string | null): void {
    this.#selected = id;
    for (const [one, row] of this.#rows) row.setAttribute("aria-selected", `${one === id}`);
    const row = id === null ? undefined : this.#rows.get(id);
    if (row === undefined) this.#list.removeAttribute("aria-activedescendant");
    else {
      this.#list.setAttribute("aria-activedescendant", row.id);
      if (document.activeElement === this.#list) row.scrollIntoView({ block: "nearest" });
    }
  }

  focus(): void {
    this.#list.focus();
  }

  #newRow(id: string): HTMLElement {
    const row = make(
      "div",
      { role: "option", id: `row-${id}` },
      make("span", { class: "label" }),
      make("span", { class: "detail" }),
      make("span", { class: "unseen" }),
    );
    row.dataset["id"] = id;
    this.#rows.set(id, row);
    return row;
  }

  #click(event: Event, then: (id: string) => void): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-id]") : null;
    const id = row?.dataset["id"];
    if (id !== undefined) then(id);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#selected === null ? -1 : this.#ids.indexOf(this.#selected);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(this.#ids.length - 1, at + 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: this.#ids.length - 1,
      PageDown: Math.min(this.#ids.length - 1, at + 10),
      PageUp: Math.max(0, at - 10),
    };
    const to = moves[event.key];
    const id = to === undefined ? undefined : this.#ids[to];
    if (id !== undefined) this.#events.onSelect(id);
    else if (event.key === "Enter" && this.#selected !== null) this.#events.onOpen(this.#selected);
    else if (event.key === "ArrowRight" && this.#selected !== null)
      this.#events.onExpand?.(this.#selected, true);
    else if (event.key === "ArrowLeft" && this.#selected !== null)
      this.#events.onExpand?.(this.#selected, false);
    else return;
    event.preventDefault();
  }
}
