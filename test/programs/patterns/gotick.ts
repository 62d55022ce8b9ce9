/* gotick gotickplain */

async function main() {
  const controller = new AbortController();
  let count = 0;
  await repeat(async () => {
    console.log("tick", ++count);
    if (count === 2) controller.abort();
  }, controller.signal);
  console.log("stopped");
}
void main();
//> tick 1
//> tick 2
//> stopped
