/* gobreak */

async function main() {
  let calls = 0;
  const guarded = createBreaker(async () => {
    calls++;
    throw new Error("down");
  });
  for (let i = 0; i < 7; i++) console.log(await guarded().catch(String));
  console.log(calls);
}
void main();
//> Error: down
//> Error: down
//> Error: down
//> Error: down
//> Error: down
//> Error: the service is failing: not called
//> Error: the service is failing: not called
//> 5
