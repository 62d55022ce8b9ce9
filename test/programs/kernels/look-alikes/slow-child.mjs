// A child process that takes its time.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const wait = "setTimeout(() => {}, 300)";
await promisify(execFile)(process.execPath, ["--eval", wait]);
