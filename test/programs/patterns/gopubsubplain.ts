/* gopubsubplain */

const topic = createTopic<string>();
const controller = new AbortController();
topic.subscribe((value) => console.log("first", value), controller.signal);
topic.subscribe((value) => console.log("second", value), controller.signal);
topic.publish("hello");
controller.abort();
topic.publish("nobody");
//> first hello
//> second hello
