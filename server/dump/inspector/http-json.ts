/** What an inspector tells over HTTP. To load Node's `fetch` takes longer, and more memory, than all that is asked. */
import { get } from "node:http";
import { json } from "node:stream/consumers";

/** @throws {Error} when nobody answers within the time, or not with JSON */
export function getJson(url: string, timeoutMs: number): Promise<unknown> {
  return new Promise((answered, failed) => {
    // Its own connection, closed at once: one that is kept would keep the inspector's thread busy while it closes.
    const request = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      json(response).then(answered, failed);
    });
    request.on("error", failed);
  });
}
