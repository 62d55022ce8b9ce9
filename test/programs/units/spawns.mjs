/** Starts Node in every way that there is, and prints what each child can see. */
import { exec, execFile, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker, SHARE_ENV } from "node:worker_threads";

const child = fileURLToPath(new URL("prints-itself.mjs", import.meta.url));
const show = (how, text) => console.log(`${how}: ${String(text).trim()}`);

async function output(process) {
  let text = "";
  process.stdout.setEncoding("utf8").on("data", (piece) => (text += piece));
  const [code, signal] = await once(process, "close");
  return `${text.trim()} ${code} ${signal}`;
}

show("spawn", await output(spawn(process.execPath, [child, "--require", "x"])));
show("spawn with env", await output(spawn(process.execPath, [child], { env: { ONLY: "this" } })));
const options = { ONLY: "this", NODE_OPTIONS: "--no-warnings --stack-trace-limit=3" };
show("spawn with options", await output(spawn(process.execPath, [child], { env: options })));
show("exec", (await promisify(exec)(`"${process.execPath}" "${child}" a "b c"`)).stdout);
show(
  "exec of more",
  (await promisify(exec)(`"${process.execPath}" "${child}"; env | grep -c -i sluice || true`)).stdout,
);
show("execFile", (await promisify(execFile)(process.execPath, ["--no-warnings", child])).stdout);
const forked = fork(child, ["forked"], { silent: true, execArgv: ["--no-deprecation"] });
forked.send("end");
show("fork", await output(forked));
show("version", await output(spawn(process.execPath, ["--version"])));
show("nothing", await output(spawn(process.execPath, ["-e", "process.exit(7)"])));
show(
  "killed",
  await output(
    spawn(process.execPath, ["-e", "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 1e6)"]),
  ),
);
show("another program", await output(spawn("env", [], { env: { PATH: process.env.PATH, ONLY: "this" } })));
const failed = await once(spawn("/does/not/exist"), "spawn").catch((error) => error.code);
show("missing", failed);
for (const [name, options] of Object.entries({
  plain: {},
  env: { env: { ONLY: "this" } },
  execArgv: { execArgv: ["--no-warnings"] },
  both: { env: { ONLY: "this", NODE_OPTIONS: "--no-warnings" }, execArgv: [] },
  shared: { env: SHARE_ENV },
  argv: { argv: ["one"], workerData: 1, name: "named" },
})) {
  const worker = new Worker(new URL("prints-itself.mjs", import.meta.url), { ...options, stdout: true });
  let text = "";
  worker.stdout.setEncoding("utf8").on("data", (piece) => (text += piece));
  const [code] = await once(worker, "exit");
  show(
    `worker ${name}`,
    `${text.trim()} ${code} ${worker instanceof Worker} ${worker.constructor === Worker}`,
  );
}
const permitted = ["--permission", "--allow-fs-read=*", "-p", "1 + 1"];
if (process.allowedNodeEnvironmentFlags.has("--permission")) {
  show("with permissions", await output(spawn(process.execPath, permitted)));
  const narrow = ["--no-warnings", "--permission", `--allow-fs-read=${child}`, child];
  show("with few permissions", await output(spawn(process.execPath, narrow)));
}
