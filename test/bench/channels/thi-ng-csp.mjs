/** It has no unbuffered channel: its smallest holds one value. */
import { channelRows } from "./rows.mjs";
import { load } from "./load.mjs";

const { channel, select } = await load("@thi.ng/csp");

export default channelRows({
  channel: (capacity) => channel(Math.max(1, capacity)),
  send: (ch, value) => ch.write(value),
  receive: (ch) => ch.read(),
  select: async (a, b, n) => {
    for (let i = 0; i < n; i++) await select(a, b);
  },
});
