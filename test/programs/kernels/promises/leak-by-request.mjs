// Each request leaves a task behind that waits for a callback that it lost, while the server goes on.
// found: leak; by audit ×3
import { createServer } from "node:http";

const fixed = process.argv[2] === "fixed";

async function audit(url) {
  /*blocked: audit*/ await new Promise((resolve) => {
    if (fixed) resolve(url);
  });
}

const server = createServer((request, response) => {
  audit(request.url);
  response.end("ok");
});
server.listen(0, "127.0.0.1", async () => {
  for (let i = 0; i < 3; i++) await (await fetch(`http://127.0.0.1:${server.address().port}/${i}`)).text();
  if (fixed) server.close();
});
