// A server that never answers is asked in each of undici's ways.
import { createServer } from "node:http";
import { Client, request, stream, upgrade } from "undici";

const server = createServer(() => undefined).listen(0, "127.0.0.1", () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  async function requested() {
    await request(origin);
  }
  async function streamed() {
    await stream(origin, {}, () => null);
  }
  async function upgraded() {
    await upgrade(origin, { protocol: "websocket" });
  }
  async function byClient() {
    await new Client(origin).request({ path: "/", method: "GET", origin });
  }
  requested();
  streamed();
  upgraded();
  byClient();
});
