import { background, chan, withCancel } from "sluice";

/* goordone */

async function main() {
  const values = chan<number>(2);
  await values.send(1);
  await values.send(2);
  const [ctx, cancel] = withCancel(background());
  setTimeout(cancel, 20);
  await consume(ctx, values);
  console.log("ended");
  values.close();
  await consume(background(), values);
  console.log("closed");
}
void main();
//> 1
//> 2
//> ended
//> closed
