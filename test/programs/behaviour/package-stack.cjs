// What a package sees of who loads it.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "package-stack-"));
const file = path.join(folder, "node_modules", "looks", "index.js");
fs.mkdirSync(path.dirname(file), { recursive: true });
fs.writeFileSync(file, "exports.stack = new Error('loaded').stack;");
Error.stackTraceLimit = 50;
console.log(require(file).stack.replaceAll(folder, ""));
fs.rmSync(folder, { recursive: true });
