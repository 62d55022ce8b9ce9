/**
 * The preload of all terminals of a window whose programs are traced: only what the JavaScript debugger attaches to is,
 * which is what runs in its debug terminals. In any other terminal this is all that happens.
 */
import { join } from "node:path";

/** The debugger's own variable, from which it takes what it needs in a process. */
const DEBUGGER_OPTIONS = "VSCODE_INSPECTOR_OPTIONS";
/** In any terminal, where the debugger attaches to some processes by itself. */
const AUTO_ATTACH = '"deferredMode":true';

Reflect.deleteProperty(require.cache, __filename);
const options = process.env[DEBUGGER_OPTIONS];
if (options !== undefined && !options.includes(AUTO_ATTACH)) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most processes never need it
  require(join(import.meta.dirname, "register.cjs"));
}
