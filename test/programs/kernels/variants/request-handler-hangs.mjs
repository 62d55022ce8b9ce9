// A request handler awaits an answer that was dropped; the server and its client go on.
// found: leak; by (anonymous)
import { createServer, get } from "node:http";

const fixed = process.argv[2] === "fixed";

async function lookUp(key) {
  return /*blocked: lookUp*/ await new Promise((resolve) => {
    if (fixed || key === "known") setTimeout(resolve, 2, key);
  });
}

const server = createServer(async (request, response) => {
  response.end("accepted");
  /*blocked: (anonymous)*/ await lookUp(request.url.slice(1));
});
server.listen(0, () => {
  const request = get({ port: server.address().port, path: "/unknown", agent: false }, (response) =>
    response.resume(),
  );
  request.on("close", () => fixed && server.close());
});
