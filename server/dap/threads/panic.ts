/** A panic as a thread: the task that made it is over, so there is none to show, but the error tells its calls. */
import type { Finding } from "../../detect/finding.js";
import type { Frame } from "./frames.js";

export const PANIC_KEY = "panic";

export function panicName({ message }: Finding): string {
  return `panic · ${message}`;
}

export function panicFrames({ message, sites }: Finding): Frame[] {
  return [{ kind: "label", text: message }, ...sites.map((site): Frame => ({ kind: "site", site }))];
}
