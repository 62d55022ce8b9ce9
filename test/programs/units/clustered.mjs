/** A server of two cluster workers, which answer one request each. */
import cluster from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:http";

async function serve() {
  const server = createServer(async (request, response) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    response.end(`${cluster.isWorker} ${process.execArgv.length} ${process.env.NODE_OPTIONS ?? ""}`);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  process.on("message", () => cluster.worker.disconnect());
}

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  const addresses = await Promise.all(workers.map(async (worker) => (await once(worker, "listening"))[0]));
  for (const { port } of addresses) console.log(await (await fetch(`http://127.0.0.1:${port}`)).text());
  for (const worker of workers) worker.send("end");
  const codes = await Promise.all(workers.map(async (worker) => (await once(worker, "exit"))[0]));
  console.log(codes.join(" "));
} else {
  await serve();
}
