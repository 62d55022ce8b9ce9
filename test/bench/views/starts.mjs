// Ten thousand tasks start each second, each of which lasts a second: so many live at any time.
import { go, sleep } from "sluice";

const EACH_MS = 10;
const STARTS = 100;

setInterval(() => {
  for (let i = 0; i < STARTS; i++) {
    go(async function worker() {
      await sleep(1000);
    });
  }
}, EACH_MS);
