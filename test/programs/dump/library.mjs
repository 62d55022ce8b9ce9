// Waits at the library's primitives, in a program that nobody traces.
import { chan, go, Mutex, select, WaitGroup } from "sluice";

const jobs = chan(2, "jobs");
const results = chan(0, "results");
const accounts = new Mutex("accounts");
const group = new WaitGroup("group");
await accounts.lock();
group.add();

async function sender() {
  /*blocked: sender*/ await results.send(1);
}
async function receiver() {
  /*blocked: receiver*/ await jobs.receive();
}
async function locker() {
  /*blocked: locker*/ await accounts.lock();
}
async function waiter() {
  /*blocked: waiter*/ await group.wait();
}
async function chooser() {
  /*blocked: chooser*/ await select(
    jobs.onReceive(),
    results.onSend(2, () => "sent"),
  );
}

for (const start of [sender, receiver, locker, waiter, chooser]) go(start);
setInterval(() => group.count, 1000);
process.stdout.write("ready\n");
