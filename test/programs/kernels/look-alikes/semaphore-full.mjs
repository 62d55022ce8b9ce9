// More tasks than permits: some wait a while, all go on.
import { Semaphore, go, sleep } from "sluice";

const permits = new Semaphore(2, "permits");
await Promise.all(Array.from({ length: 8 }, () => go(() => permits.withPermit(() => sleep(20)))));
