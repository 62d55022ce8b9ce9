import { chan, go, type ReceiveChannel } from "sluice";

/* gobridge */

async function main() {
  const pages = chan<ReceiveChannel<string>>();
  go(async () => {
    for (const text of ["ab", "cd"]) {
      const page = chan<string>(2);
      await pages.send(page);
      for (const letter of text) await page.send(letter);
      page.close();
    }
    pages.close();
  });
  const letters: string[] = [];
  for await (const letter of flatten(pages)) letters.push(letter);
  console.log(letters.join(" "));
  const controller = new AbortController();
  const stopped = flatten(chan<ReceiveChannel<string>>(), controller.signal);
  controller.abort();
  console.log((await stopped.next()).done);
}
void main();
//> a b c d
//> true
