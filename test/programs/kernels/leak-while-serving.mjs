// Each request leaves a task behind that waits on a channel nobody can reach any more; the server goes on.
import http from "node:http";
import { chan, go } from "sluice";

const server = http.createServer((request, response) => {
  const done = chan(0, "done");
  go(async function notify() {
    /*blocked: notify*/ await done.send(request.url);
  });
  response.end("ok");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
for (let i = 0; i < 3; i++) await (await fetch(`http://127.0.0.1:${server.address().port}/${i}`)).text();
setTimeout(() => process.exit(0), Number(process.argv[2] ?? 1500));
