/** Runs test files as `node --test` does, each in a process of its own, and prints what they could see. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

// This program may be run by a test itself.
delete process.env.NODE_TEST_CONTEXT;

const file = fileURLToPath(new URL("a-test.mjs", import.meta.url));
const runner = spawn(process.execPath, ["--test", "--test-reporter", "tap", file, file], {
  stdio: ["ignore", "pipe", "inherit"],
});
let text = "";
runner.stdout.setEncoding("utf8").on("data", (piece) => (text += piece));
const [code] = await once(runner, "close");
const seen = text
  .split("\n")
  .filter((line) => line.includes("execArgv"))
  .map((line) => line.replace(/^# /, ""));
console.log(seen.join("\n"));
console.log(text.match(/^# (pass|fail) \d+/gm).join(" "), code);
console.log(String(spawnSync(process.execPath, ["-p", "process.execArgv.length"]).stdout).trim());
