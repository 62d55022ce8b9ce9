import { background, sleep, type Context } from "sluice";

/* goctxcancel */

function attempt(ms: number) {
  return async (ctx: Context) => {
    await sleep(ms, ctx).catch((error: unknown) => {
      console.log("stopped", ms);
      throw error;
    });
    return ms;
  };
}

async function main() {
  console.log(await firstOf(background(), [attempt(60_000), attempt(5), attempt(90_000)]));
}
void main();
//> stopped 60000
//> stopped 90000
//> 5
