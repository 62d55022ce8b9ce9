// etcd#6857: a status is asked for after the node has stopped; only the node's loop would take the
// question.
// found: leak; by askStatus; at status
import { chan, go, select, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function startNode() {
  const status = chan(0, "status");
  const stop = chan(0, "stop");
  const done = chan(0, "done");
  go(async function run() {
    await select(
      status.onReceive((reply) => reply.send("running")),
      stop.onReceive(() => done.close()),
    );
  });
  return { status, stop, done };
}

async function main() {
  const node = startNode();
  go(async function askStatus() {
    await sleep(10);
    const reply = chan(1, "reply");
    /*blocked: askStatus*/ await select(node.status.onSend(reply), fixed ? node.done.onReceive() : undefined);
  });
  await node.stop.send(true);
  await node.done.receive();
}

main();
