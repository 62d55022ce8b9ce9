// A request is answered, one is refused, and one is given up: by undici, and by its fetch.
import { createServer } from "node:http";
import { Client, fetch, request } from "undici";

const server = createServer((incoming, response) => {
  if (incoming.url === "/answer") response.end("42");
}).listen(0, "127.0.0.1", async () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const { body } = await request(`${origin}/answer`);
  console.log(await body.text());
  console.log(await (await fetch(`${origin}/answer`)).text());
  const client = new Client(origin);
  const given = AbortSignal.timeout(30);
  console.log(
    await client.request({ path: "/never", method: "GET", signal: given }).catch((error) => error.name),
  );
  client.destroy();
  console.log(await request("http://127.0.0.1:1/").catch((error) => error.code));
  server.closeAllConnections();
  server.close();
});
