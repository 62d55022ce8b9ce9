/** Connections, requests and children that are made while a promise is, and `fetch`: who is expected to answer. */
import { subscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import type { NamedWaits } from "./named-waits.js";
import { unreferencedOf } from "./unreferenced.js";
import { isObject, wrapFunction, wrapMethod } from "./wrapping.js";

export function watchNetwork(waits: NamedWaits): void {
  watchConnections(waits);
  watchChildren(waits);
  watchFetch(waits);
}

function watchConnections(waits: NamedWaits): void {
  wrapMethod(Socket.prototype, "connect", (self, args, connect) => {
    const result = Reflect.apply(connect, self, args);
    if (!waits.constructing.isLikely()) return result;
    // Node's own functions pass on what they were given as a list of the options and the callback.
    const given = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
    const [first, second] = given;
    const options = isObject(first) ? first : { port: first, host: second };
    const { host, port, path } = options as { host?: unknown; port?: unknown; path?: unknown };
    const place = path == null ? `${text(host, "localhost")}:${text(port, "?")}` : text(path, "?");
    waits.constructing.tell({
      op: "io",
      name: () => `TCP connection to ${place}`,
      unreferenced: unreferencedOf(self),
    });
    return result;
  });
}

function text(value: unknown, otherwise: string): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
}

function watchChildren(waits: NamedWaits): void {
  subscribe("child_process", (message) => {
    const { process: child } = message as { process: { pid?: number } };
    const weak = new WeakRef(child);
    waits.constructing.tell({
      op: "child",
      name: () => `child process ${weak.deref()?.pid ?? ""}`.trimEnd(),
      unreferenced: unreferencedOf(child),
    });
  });
}

function watchFetch(waits: NamedWaits): void {
  const response = waits.promising((_self, [input]) => ({
    op: "io",
    name: () => `HTTP response from ${hostOf(input) ?? "?"}`,
  }));
  wrapFunction(globalThis, "fetch", response);
}

/** The host of an address, a `Request`, or what is as good as one; null where it is none. */
export function hostOf(input: unknown): string | null {
  try {
    if (input instanceof URL) return input.host;
    return new URL(input instanceof Request ? input.url : String(input)).host;
  } catch {
    return null;
  }
}
