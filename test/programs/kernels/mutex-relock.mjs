// A task that locks again what it holds.
import { Mutex } from "sluice";

const accounts = new Mutex("accounts");

async function transfer() {
  await accounts.lock();
  /*blocked: transfer*/ await accounts.lock();
}

/*blocked: (anonymous)*/ await transfer();
