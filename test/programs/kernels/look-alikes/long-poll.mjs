// Long polling: answers are kept open until there is news, or the client leaves.
import { createServer, get } from "node:http";

const listeners = new Set();
const server = createServer(async (request, response) => {
  const news = await new Promise((resolve) => {
    listeners.add(resolve);
    request.once("close", () => listeners.delete(resolve));
  });
  response.end(news);
});
server.listen(0, () => {
  get({ port: server.address().port, agent: false }, (response) =>
    response.resume().on("end", () => server.close()),
  );
});
setTimeout(() => listeners.forEach((resolve) => resolve("news")), 500);
