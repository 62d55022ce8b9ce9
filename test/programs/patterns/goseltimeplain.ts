/* goseltimeplain */

async function main() {
  console.log(await within(Promise.resolve("hello")));
  console.log(await within(new Promise((resolve) => setTimeout(resolve, 50)), 5).catch(String));
  const controller = new AbortController();
  const stopped = within(new Promise((resolve) => setTimeout(resolve, 50)), 60_000, controller.signal);
  controller.abort();
  console.log(await stopped.catch(String));
}
void main();
//> hello
//> Error: nothing came within 5 ms
//> AbortError: The operation was aborted
