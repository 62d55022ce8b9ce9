// Lines of a child process, read as they come.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const child = spawn(process.execPath, ["-e", "console.log(1); setTimeout(() => console.log(2), 300)"]);
let lines = 0;
for await (const line of createInterface({ input: child.stdout })) lines += Number(line);
