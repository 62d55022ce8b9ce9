/** The lanes that are shown, which of them are open, and how far they are scrolled. */
import { lanesOf, type Lane } from "./lanes.js";
import type { Store } from "./store.js";
import type { View } from "./window.js";

export class LaneStack {
  readonly open: Set<string>;
  lanes: readonly Lane[] = [];
  readonly #store: Store;
  readonly #view: View;

  constructor(store: Store, view: View, open: readonly string[]) {
    this.#store = store;
    this.#view = view;
    this.open = new Set(open);
  }

  /** @param search what is looked for; empty for all */
  build(search: string): void {
    this.lanes = lanesOf(this.#store, this.open, search);
  }

  lane(id: string | null): Lane | null {
    return this.lanes.find((one) => one.id === id) ?? null;
  }

  /** Opens a lane into its tasks, or closes it. Returns whether that is new. */
  setOpen(id: string, open: boolean): boolean {
    if (!id.startsWith("s") || this.open.has(id) === open) return false;
    if (open) this.open.add(id);
    else this.open.delete(id);
    return true;
  }

  /** @param room height that the lanes have */
  scrollTo(id: string, room: number): void {
    const lane = this.lane(id);
    if (lane === null) return;
    const end = lane.top + lane.height;
    if (lane.top < this.#view.scroll) this.#view.scroll = lane.top;
    else if (end > this.#view.scroll + room) this.#view.scroll = end - room;
  }

  scrollBy(px: number, room: number): void {
    const last = this.lanes.at(-1);
    const height = last === undefined ? 0 : last.top + last.height;
    this.#view.scroll = Math.min(Math.max(0, height - room), Math.max(0, this.#view.scroll + px));
  }
}
