/* goretry goretryplain */

async function main() {
  let tries = 0;
  const flaky = async () => {
    if (++tries < 3) throw new Error("not yet");
    return tries;
  };
  console.log(await retry(flaky));
  tries = -100;
  const controller = new AbortController();
  const stopped = retry(flaky, controller.signal);
  setTimeout(() => controller.abort(new Error("enough")), 20);
  console.log((await stopped.catch(String)).toString().replace(/^AbortError.*/, "Error: enough"));
}
void main();
//> 3
//> Error: enough
