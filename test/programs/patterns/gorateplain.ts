/* gorateplain */

async function main() {
  const turn = createRateLimiter();
  const startedMs = performance.now();
  await Promise.all([turn(), turn(), turn()]);
  console.log(performance.now() - startedMs > 190);
  const controller = new AbortController();
  const stopped = turn(controller.signal);
  controller.abort();
  console.log(await stopped.catch(String));
}
void main();
//> true
//> AbortError: The operation was aborted
