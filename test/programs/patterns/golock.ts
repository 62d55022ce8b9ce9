/* golock */

async function main() {
  await Promise.all([update(), update()]);
  console.log(mutex.locked);
  await mutex.lock();
  const controller = new AbortController();
  const stopped = update(controller.signal);
  controller.abort(new Error("enough"));
  console.log(await stopped.catch(String));
  mutex.unlock();
}
void main();
//> false
//> Error: enough
