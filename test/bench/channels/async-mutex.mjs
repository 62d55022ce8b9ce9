import { mutexRow } from "./rows.mjs";
import { load } from "./load.mjs";

const { Mutex } = await load("async-mutex");
const mu = new Mutex();

export default mutexRow(
  () => mu.acquire(),
  (release) => release(),
);
