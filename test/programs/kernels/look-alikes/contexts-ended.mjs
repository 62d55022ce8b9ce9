// Tasks under contexts that are cancelled, time out, and end with their parents.
import { background, go, withCancel, withTimeout } from "sluice";

const [root, cancel] = withCancel(background(), "root");
const [quick] = withTimeout(root, 20, "quick");
const [child] = withCancel(root, "child");
const tasks = [root, quick, child].map((ctx) => go(() => ctx.done().receive()));
setTimeout(cancel, 200);
await Promise.all(tasks);
