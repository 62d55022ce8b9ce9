/**
 * Getting at a package's modules as they load.
 *
 * Every module that is loaded is looked at by its path alone; one of an adapted package is given a line more at its end.
 * Node 22.15 and later have synchronous hooks for that, for CommonJS and ES modules alike. Earlier ones load CommonJS by
 * functions that anybody may replace, and read ES modules by `fs.promises.readFile` in the program's own thread: what the
 * loader reads there is changed, and for nobody else. (A loader thread would cost 30 ms of every start.)
 */
import fs from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";

export interface Endings {
  /** Whether this path lies in a package of which some module is given an ending: nothing else is touched. */
  readonly concern: (path: string) => boolean;
  /** The text that is to stand at the end of this file's source; null for a file that is none of ours. */
  readonly of: (file: string) => string | null;
}

interface Loaded {
  readonly source?: unknown;
}
type Load = (url: string, context: unknown, next: (url: string, context: unknown) => Loaded) => Loaded;

/** Known to Node 22.15 and later, and not to the type declarations of Node 20. */
const { registerHooks } = module as unknown as { registerHooks?: (hooks: { load: Load }) => unknown };

export function interceptModules(endings: Endings): void {
  if (registerHooks === undefined) interceptLoaders(endings);
  else registerHooks({ load: (url, context, next) => withEnding(url, next(url, context), endings) });
}

function withEnding(url: string, loaded: Loaded, endings: Endings): Loaded {
  if (!url.startsWith("file:") || !endings.concern(url)) return loaded;
  const ending = endings.of(fileURLToPath(url));
  const source = ending === null ? null : textOf(loaded.source);
  return source === null ? loaded : { ...loaded, source: `${source}${ending}` };
}

/** Null where there is none: another hook, or Node itself, loads it in another way. */
function textOf(source: unknown): string | null {
  if (typeof source === "string") return source;
  if (source instanceof ArrayBuffer) return Buffer.from(source).toString("utf8");
  if (!ArrayBuffer.isView(source)) return null;
  return Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString("utf8");
}

/** Before 22.15: see the head of the file. */
function interceptLoaders(endings: Endings): void {
  const nodeModulePaths: Apply = (target, self, args) => {
    const paths = Reflect.apply(target, self, args);
    const [folder] = args;
    if (typeof folder === "string" && endings.concern(folder)) takeNextLoad(endings);
    return paths;
  };
  const readFile: Apply = (target, self, args) => {
    const reading = Reflect.apply(target, self, args);
    const [url] = args;
    if (!(url instanceof URL) || !endings.concern(url.pathname)) return reading;
    const ending = calledByLoader() ? endings.of(fileURLToPath(url)) : null;
    if (ending === null) return reading;
    return (reading as Promise<Buffer>).then((content) => Buffer.concat([content, Buffer.from(ending)]));
  };
  replace(module, "_nodeModulePaths", nodeModulePaths);
  replace(fs.promises, "readFile", readFile);
  syncBuiltinESMExports();
}

type AnyFunction = (...args: unknown[]) => unknown;
type Apply = (target: AnyFunction, self: unknown, args: unknown[]) => unknown;

/** Not in the type declarations: how CommonJS modules are loaded, open for everybody to change since ever. */
interface LoadedModule {
  _compile: (content: string, file: string) => unknown;
}
type LoadJs = (loaded: LoadedModule, file: string) => unknown;
const { _extensions: extensions } = module as unknown as { readonly _extensions: { ".js": LoadJs } };

/** Takes the place of what loads a module, for one time: a module that is none of ours never sees us on its stack. */
function takeNextLoad(endings: Endings): void {
  const load = extensions[".js"];
  if (load === waiting) return;
  waiting = (loaded, file) => {
    if (extensions[".js"] === waiting) extensions[".js"] = load;
    waiting = null;
    const ending = endings.of(file);
    if (ending !== null) {
      const compile = loaded._compile;
      loaded._compile = (content, name) => {
        Reflect.deleteProperty(loaded, "_compile");
        return Reflect.apply(compile, loaded, [`${content}${ending}`, name]);
      };
    }
    return load(loaded, file);
  };
  extensions[".js"] = waiting;
}

let waiting: LoadJs | null = null;

function replace(owner: object, name: string, apply: Apply): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original === "function") Reflect.set(owner, name, new Proxy(original as AnyFunction, { apply }));
}

/** Asked only for modules of adapted packages. */
function calledByLoader(): boolean {
  return new Error().stack?.includes("node:internal/modules/esm/load") === true;
}
