/** Leaves a child process behind, which writes its pid, works on, and ends when its file is gone. */
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [, , file, role] = process.argv;

async function workOn() {
  writeFileSync(file, `${process.pid}`);
  while (existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
}

if (role === "child") {
  await workOn();
} else {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), file, "child"], {
    detached: true,
    stdio: "ignore",
  });
  child.unref();
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
}
