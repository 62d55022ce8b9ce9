/** Which stretch is seen while the program goes on: all of it, the newest, or where the user looks. */
import type { TimeWindow } from "./raster.js";
import type { View } from "./window.js";

/** While a run is short all of it is seen, later the latest stretch. */
const FOLLOWED_US = 10_000_000;

/** Beyond the newest there is a little room. */
const ROOM = 0.02;

export class Following {
  /** Off: the picture stands still. */
  on = true;
  /** Nobody has looked closer. */
  fitted = true;
  readonly #view: View;

  constructor(view: View) {
    this.#view = view;
  }

  fit({ fromUs, toUs }: TimeWindow): void {
    this.#view.set(fromUs, toUs + (toUs - fromUs) * ROOM);
    this.fitted = true;
  }

  /** While all is seen, it stays so; while the newest is followed, it stays at the right. */
  moveAlong(whole: TimeWindow, live: boolean): void {
    const { fromUs, toUs } = whole;
    if (!this.fitted) {
      if (live && this.on) this.#view.follow(toUs);
    } else if (live && this.on && toUs - fromUs > FOLLOWED_US) this.#view.set(toUs - FOLLOWED_US, toUs);
    else if (this.on || !live) this.fit(whole);
  }
}
