// A server that serves a few requests, closes and ends: nothing may keep it alive.
import http from "node:http";

const server = http.createServer(async (request, response) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  response.end(`hello ${request.url}`);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();
const texts = await Promise.all(
  ["/a", "/b", "/c"].map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()),
);
console.log(texts.join(", "));
server.close();
