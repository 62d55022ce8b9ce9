// moby#25384: the group is waited for inside of the loop that still has members to start.
// found: deadlock; by main; at plugins
import { WaitGroup, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const plugins = ["first", "second", "third"];
const group = new WaitGroup("plugins");

async function main() {
  group.add(plugins.length);
  for (const plugin of plugins) {
    go(async function init() {
      await Promise.resolve(plugin);
      group.done();
    });
    if (!fixed) /*blocked: main*/ await group.wait();
  }
  await group.wait();
}

main();
