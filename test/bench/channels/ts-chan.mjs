import { channelRows } from "./rows.mjs";
import { load } from "./load.mjs";

const { Chan, Select, recv } = await load("ts-chan");

export default channelRows({
  channel: (capacity) => new Chan(capacity),
  send: (ch, value) => ch.send(value),
  receive: async (ch) => (await ch.recv()).value,
  select: async (a, b, n) => {
    const one = new Select([recv(a), recv(b)]);
    for (let i = 0; i < n; i++) one.recv(one.cases[await one.wait()]);
  },
});
