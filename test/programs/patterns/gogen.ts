/* gogen */

async function main() {
  const controller = new AbortController();
  for await (const count of generate(controller.signal)) {
    console.log(count);
    if (count === 2) break;
  }
  controller.abort();
}
void main();
//> 0
//> 1
//> 2
