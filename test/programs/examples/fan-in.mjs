/** Fan-in: several sources, each its own task, come out of one channel. Prints "6 from 2 sources". */
import { chan, fanIn, go, sleep } from "sluice";

function source(name, ms) {
  const out = chan();
  go.named(name, async () => {
    for (let i = 0; i < 3; i++) {
      await sleep(ms);
      await out.send(`${name} ${i}`);
    }
    out.close();
  });
  return out;
}

const seen = [];
for await (const message of fanIn(source("ann", 2), source("joe", 3))) seen.push(message);
console.log(`${seen.length} from ${new Set(seen.map((message) => message.split(" ")[0])).size} sources`);
