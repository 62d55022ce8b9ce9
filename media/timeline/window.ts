/** Which stretch of time is seen. */
import type { TimeWindow } from "./raster.js";

/** To the microsecond: a screen of fifty. */
const LEAST_US = 50;

export class View implements TimeWindow {
  fromUs = 0;
  toUs = 1_000_000;
  /** Of the lanes. */
  scroll = 0;

  get lengthUs(): number {
    return this.toUs - this.fromUs;
  }

  set(fromUs: number, toUs: number): void {
    const length = Math.max(LEAST_US, toUs - fromUs);
    this.fromUs = fromUs;
    this.toUs = fromUs + length;
  }

  /** What is at this time stays where it is. */
  zoomAt(timeUs: number, factor: number, mostUs: number): void {
    const length = Math.min(Math.max(mostUs, LEAST_US), Math.max(LEAST_US, this.lengthUs / factor));
    const share = (timeUs - this.fromUs) / this.lengthUs;
    this.set(timeUs - share * length, timeUs + (1 - share) * length);
  }

  panBy(us: number): void {
    this.fromUs += us;
    this.toUs += us;
  }

  /** The newest time at the right, as long as the stretch is. */
  follow(nowUs: number): void {
    const length = this.lengthUs;
    const toUs = nowUs + length * 0.02;
    this.fromUs = toUs - length;
    this.toUs = toUs;
  }
}

/** Where to put marks on an axis: steps of 1, 2 or 5 times a power of ten, about so many pixels apart. */
export function ticksOf({ fromUs, toUs }: TimeWindow, width: number): { stepUs: number; ticks: number[] } {
  const wished = ((toUs - fromUs) / Math.max(1, width)) * 110;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wished)));
  const stepUs = Math.max(
    1,
    [1, 2, 5, 10].map((times) => times * power).find((step) => step >= wished) ?? power,
  );
  const ticks: number[] = [];
  for (let tick = Math.max(0, Math.ceil(fromUs / stepUs)) * stepUs; tick <= toUs; tick += stepUs)
    ticks.push(tick);
  return { stepUs, ticks };
}
