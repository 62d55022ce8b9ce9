import { background, sleep, withCancel, withTimeout } from "sluice";

/* goctxtime */

async function main() {
  console.log(await withinTime(background(), async () => "done"));
  const [soon, cancelSoon] = withTimeout(background(), 10);
  console.log(await withinTime(soon, (ctx) => sleep(60_000, ctx)).catch(String));
  cancelSoon();
  const [parent, cancel] = withCancel(background());
  const stopped = withinTime(parent, (ctx) => sleep(60_000, ctx));
  cancel();
  console.log(await stopped.catch(String));
}
void main();
//> done
//> DeadlineExceededError: context deadline exceeded
//> CanceledError: context canceled
