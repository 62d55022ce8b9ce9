import { chan } from "sluice";

/* goseldef */

async function main() {
  const channel = chan<number>(1);
  console.log(JSON.stringify(await poll(channel)));
  await channel.send(7);
  console.log(JSON.stringify(await poll(channel)));
  channel.close();
  console.log(JSON.stringify(await poll(channel)));
  console.log(await poll(channel, AbortSignal.abort(new Error("enough"))).catch(String));
}
void main();
//> {"state":"empty"}
//> {"state":"value","value":7}
//> {"state":"closed"}
//> Error: enough
