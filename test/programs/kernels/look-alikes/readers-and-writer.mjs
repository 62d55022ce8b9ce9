// Many readers at once and a writer in between.
import { RWMutex, go, sleep } from "sluice";

const table = new RWMutex("table");
const read = () => table.withRLock(() => sleep(3));
const write = () => table.withLock(() => sleep(3));
await Promise.all([go(read), go(read), go(write), go(read), go(write), go(read)]);
