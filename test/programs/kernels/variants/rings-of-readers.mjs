// Two read-write locks: each task reads one and writes the other.
// found: lock-cycle; by index, search; at documents, words
import { RWMutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const beat = setInterval(() => {}, 20);
setTimeout(() => fixed && clearInterval(beat), 60);

const documents = new RWMutex("documents");
const words = new RWMutex("words");

async function index() {
  await documents.rLock();
  await sleep(2);
  /*blocked: index*/ await words.lock();
  words.unlock();
  documents.rUnlock();
}

async function search() {
  if (fixed) await documents.lock();
  await words.rLock();
  await sleep(2);
  if (!fixed) /*blocked: search*/ await documents.lock();
  words.rUnlock();
  documents.unlock();
}

go(index);
go(search);
