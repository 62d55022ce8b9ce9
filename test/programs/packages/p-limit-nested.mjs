// A limiter nested in itself: the inner calls wait for the places of the outer ones.
import pLimit from "p-limit";

const limit = pLimit(2);
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

async function page(number) {
  await pause();
  return limit(() => `page ${number}`);
}

await Promise.all([1, 2, 3].map((number) => limit(page, number)));
