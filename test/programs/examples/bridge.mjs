/** Bridge: pages of results, each page a channel, read as one. Prints "a1 a2 b1 b2". */
import { bridge, chan, go } from "sluice";

const pages = chan();

async function fill(page, name) {
  for (let i = 1; i <= 2; i++) await page.send(`${name}${i}`);
  page.close();
}

go(async function turn() {
  for (const name of ["a", "b"]) {
    const page = chan();
    go(fill, page, name);
    await pages.send(page);
  }
  pages.close();
});

const seen = [];
for await (const item of bridge(pages)) seen.push(item);
console.log(seen.join(" "));
