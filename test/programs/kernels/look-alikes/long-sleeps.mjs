// Tasks that sleep much longer than the rest takes, and are cancelled at the end.
import { go, sleep } from "sluice";

const abort = new AbortController();
const sleepers = [1, 2, 3].map((i) => go(() => sleep(60_000 * i, abort.signal)).catch(() => {}));
await sleep(300);
abort.abort();
await Promise.all(sleepers);
