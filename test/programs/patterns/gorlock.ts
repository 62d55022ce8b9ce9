/* gorlock */

async function main() {
  await Promise.all([read(), write(), read()]);
  await lock.lock();
  const controller = new AbortController();
  const stopped = [read(controller.signal), write(controller.signal)];
  controller.abort(new Error("enough"));
  for (const one of stopped) console.log(await one.catch(String));
  lock.unlock();
  console.log(lock.locked, lock.readers);
}
void main();
//> Error: enough
//> Error: enough
//> false 0
