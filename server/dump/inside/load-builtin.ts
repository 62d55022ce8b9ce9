/**
 * A module of Node's own, for code that is evaluated inside of a process: as text, and an expression. `require` is there
 * when the command line's API is included.
 */
export const LOAD_BUILTIN = `(name) => process.getBuiltinModule
  ? process.getBuiltinModule(name)
  : typeof require === "function" ? require(name) : process.mainModule.require(name)`;
