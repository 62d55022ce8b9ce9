import { background, sleep, withCancel, type Context } from "sluice";

/* goerrg */

async function double(item: number, ctx: Context): Promise<number> {
  await sleep(item, ctx);
  if (item === 3) throw new Error("three");
  return item * 2;
}

async function main() {
  console.log((await forEach(background(), [5, 1, 4], double)).join(" "));
  console.log(await forEach(background(), [60_000, 3], double).catch(String));
  const [ctx, cancel] = withCancel(background());
  const stopped = forEach(ctx, [60_000, 70_000], double);
  cancel();
  console.log(await stopped.catch(String));
}
void main();
//> 10 2 8
//> Error: three
//> CanceledError: context canceled
