/** Hooks that do nothing: what V8 itself takes for telling of promises. */
import { promiseHooks } from "node:v8";

const nothing = () => undefined;
promiseHooks.createHook({ init: nothing, before: nothing, after: nothing, settled: nothing });
