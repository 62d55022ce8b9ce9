import type { PatternSource } from "./pattern.js";

export const publishSubscribe: PatternSource = {
  name: "publish-subscribe",
  prefix: "gopubsub",
  title: "Publish/subscribe",
  whenToUse:
    "Each published value goes to every subscriber. Choose what happens to a subscriber that is slow: " +
    "it misses values, or publishers wait for it.",
  picture: [
    "            ┌──▶ subscriber 1",
    "publish ────┼──▶ subscriber 2",
    "            └──▶ subscriber 3",
  ],
  imports: ["chan", "type Channel", "type ReceiveChannel"],
  body: [
    "function ${1:createTopic}«<T>»() {",
    "\tconst subscribers = new Set«<@Channel<T>>»();",
    "\treturn {",
    "\t\t/** The subscription ends, and its channel closes, when the signal fires. */",
    "\t\tsubscribe(signal«: AbortSignal»)«: @ReceiveChannel<T>» {",
    "\t\t\tconst subscriber = @chan«<T>»(${2|16,1,128,1024|});",
    "\t\t\tconst leave = () => {",
    "\t\t\t\tif (subscribers.delete(subscriber)) subscriber.close();",
    "\t\t\t};",
    "\t\t\tsubscribers.add(subscriber);",
    "\t\t\tif (signal.aborted) leave();",
    '\t\t\telse signal.addEventListener("abort", leave, { once: true });',
    "\t\t\treturn subscriber;",
    "\t\t},",
    "\t\t/** A subscriber that leaves meanwhile does not keep the others from the value. */",
    "\t\tasync publish(value«: T», signal«?: AbortSignal»)«: Promise<void>» {",
    "\t\t\tconst sends = Array.from(subscribers, async (subscriber) => {",
    "\t\t\t\treturn ${3|subscriber.trySend(value),subscriber.send(value\\, signal)|};",
    "\t\t\t});",
    "\t\t\tawait Promise.allSettled(sends);",
    "\t\t\tsignal?.throwIfAborted();",
    "\t\t},",
    "\t};",
    "}",
  ],
  variants: [
    {
      suffix: "plain",
      title: "Publish/subscribe, without the library",
      whenToUse:
        "Each published value is given to every listener, at once. A subscription ends when its signal " +
        "fires.",
      picture: ["            ┌──▶ listener 1", "publish ────┼──▶ listener 2", "            └──▶ listener 3"],
      imports: [],
      body: [
        "function ${1:createTopic}«<T>»() {",
        "\tconst listeners = new Set«<(value: T) => void>»();",
        "\treturn {",
        "\t\tsubscribe(listener«: (value: T) => void», signal«: AbortSignal»)«: void» {",
        "\t\t\tif (signal.aborted) return;",
        "\t\t\tlisteners.add(listener);",
        '\t\t\tsignal.addEventListener("abort", () => listeners.delete(listener), { once: true });',
        "\t\t},",
        "\t\tpublish(value«: T»)«: void» {",
        "\t\t\tfor (const listener of [...listeners]) listener(value);",
        "\t\t},",
        "\t};",
        "}",
      ],
    },
  ],
};
