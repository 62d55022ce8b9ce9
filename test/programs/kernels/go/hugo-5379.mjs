// hugo#5379: a page is rendered once, under a lock that rendering its content takes again.
// found: lock-cycle; by render; at content
import { Mutex, Once, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const content = new Mutex("content");
const rendered = new Once("rendered");

async function initContent() {
  /*blocked: initContent*/ await content.lock();
  content.unlock();
}

async function render() {
  /*blocked: render*/ await rendered.do(async () => {
    await content.lock();
    if (fixed) content.unlock();
    /*blocked: (anonymous)*/ await initContent();
    if (!fixed) content.unlock();
  });
}

await go(render);
