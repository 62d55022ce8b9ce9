// Workers wait for jobs that only requests bring; for a while there are none.
import { createServer, get } from "node:http";
import { chan, go } from "sluice";

const jobs = chan(8, "jobs");
let done = 0;

for (let i = 0; i < 4; i++) {
  go(async function work() {
    for await (const job of jobs) done += job;
  });
}

const server = createServer(async (_request, response) => {
  await jobs.send(1);
  response.end(String(done));
});
server.listen(0, () => setTimeout(request, 500));

function request() {
  get({ port: server.address().port, agent: false }, (response) => {
    response.resume().on("end", () => {
      server.close();
      jobs.close();
    });
  });
}
