import { setTimeout as delay } from "node:timers/promises";

/* golockplain */

let balance = 0;
async function deposit() {
  const before = balance;
  await delay(2);
  balance = before + 1;
}

async function main() {
  await Promise.all([exclusively(deposit), exclusively(deposit), exclusively(deposit)]);
  console.log(balance);
  console.log(await exclusively(deposit, AbortSignal.abort(new Error("enough"))).catch(String));
  await exclusively(deposit);
  console.log(balance);
}
void main();
//> 3
//> Error: enough
//> 4
