import { go } from "sluice";

/* gopubsub */

async function main() {
  const topic = createTopic<string>();
  const controller = new AbortController();
  const readers = ["first", "second"].map((name) => {
    const channel = topic.subscribe(controller.signal);
    return go(async () => {
      for await (const value of channel) console.log(name, value);
    });
  });
  await topic.publish("hello");
  controller.abort();
  await Promise.all(readers);
  await topic.publish("nobody");
}
void main();
//> first hello
//> second hello
