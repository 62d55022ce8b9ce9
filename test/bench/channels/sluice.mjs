import { subscribe } from "node:diagnostics_channel";
import { pathToFileURL } from "node:url";
import { channelRows, mutexRow } from "./rows.mjs";

const { Mutex, chan, select } = await import(pathToFileURL(process.env.SLUICE_BENCH_LIBRARY).href);

// The least that a listener can do: what is measured is the library's side of telling.
if (process.env.SLUICE_BENCH_LISTENER === "1") subscribe("sluice:probe", () => {});

const mu = new Mutex();

export default {
  ...channelRows({
    channel: (capacity) => chan(capacity),
    send: (ch, value) => ch.send(value),
    receive: (ch) => ch.receive(),
    select: async (a, b, n) => {
      const [fromA, fromB] = [a.onReceive(), b.onReceive()];
      for (let i = 0; i < n; i++) await select(fromA, fromB);
    },
  }),
  ...mutexRow(
    () => mu.lock(),
    () => mu.unlock(),
  ),
};
