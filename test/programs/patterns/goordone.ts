import { background, chan, withCancel } from "sluice";

/* goordone */

async function main() {
  const values = chan<number>();
  const [ctx, cancel] = withCancel(background());
  const { log } = console;
  console.log = (value: unknown) => {
    log(value);
    if (value === 2) cancel();
  };
  const consumed = consume(ctx, values);
  await values.send(1);
  await values.send(2);
  await consumed;
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
