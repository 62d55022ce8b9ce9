/** What a launch configuration of the JavaScript debugger becomes, so that its program runs under Sluice. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { filesOfSluice, hasPreload, otherRuntime, withPreload } from "../../../client/launch/injection.js";

const PRELOAD = "/opt/sluice/register.cjs";
const LAUNCH = { type: "pwa-node", request: "launch", name: "Run", program: "/app/main.js" };

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'sluice injection \\ " '))));
after(() => rmSync(folder, { recursive: true, force: true }));

function optionsOf(configuration: Readonly<Record<string, unknown>>): string {
  return String((configuration["env"] as Record<string, unknown>)["NODE_OPTIONS"]);
}

/** What Node makes of it. */
function printed(nodeOptions: string): string {
  const args = ["--print", "[globalThis.preloaded, process.title].join()"];
  return execFileSync(process.execPath, args, {
    env: { NODE_OPTIONS: nodeOptions },
    encoding: "utf8",
  }).trim();
}

describe("the preload in a launch configuration", () => {
  it("is loaded from a path with spaces, quotes and backslashes, beside the user's options", () => {
    const preload = join(folder, "pre load.cjs");
    writeFileSync(preload, "globalThis.preloaded = 'yes'");
    const configuration = { ...LAUNCH, env: { NODE_OPTIONS: '--title="the users"', OTHER: "1" } };
    const changed: Readonly<Record<string, unknown>> = withPreload(configuration, preload, []);
    assert.equal(printed(optionsOf(changed)), "yes,the users");
    assert.equal((changed["env"] as Record<string, unknown>)["OTHER"], "1");
    assert.ok(hasPreload(changed, preload));
  });

  it("keeps the options of a file with variables, unless the configuration has its own", () => {
    const envFile = join(folder, "dev.env");
    writeFileSync(envFile, "# options\nNODE_OPTIONS=--title=ofFile\n");
    assert.match(optionsOf(withPreload({ ...LAUNCH, envFile }, PRELOAD, [])), / --title=ofFile$/);
    const env = { NODE_OPTIONS: null };
    assert.equal(optionsOf(withPreload({ ...LAUNCH, envFile, env }, PRELOAD, [])), `--require "${PRELOAD}"`);
  });

  it("is there once, however often the configuration is resolved", () => {
    const once = withPreload(LAUNCH, PRELOAD, ["**/sluice/**"]);
    assert.equal(withPreload(once, PRELOAD, ["**/sluice/**"]), once);
  });

  it("adds what is not to be stepped into to what the user has there", () => {
    const changed: Readonly<Record<string, unknown>> = withPreload(
      { ...LAUNCH, skipFiles: ["<node_internals>/**"] },
      PRELOAD,
      ["/opt/sluice/**"],
    );
    assert.deepEqual(changed["skipFiles"], ["<node_internals>/**", "/opt/sluice/**"]);
  });

  it("knows the library by its real path, where it is linked", () => {
    const [app, library] = [join(folder, "app"), join(folder, "library")];
    mkdirSync(join(app, "node_modules"), { recursive: true });
    mkdirSync(library);
    writeFileSync(join(library, "package.json"), JSON.stringify({ name: "sluice", main: "index.js" }));
    writeFileSync(join(library, "index.js"), "");
    symlinkSync(library, join(app, "node_modules/sluice"));
    const globs = ["/opt/sluice/**", "**/node_modules/sluice/**"];
    assert.deepEqual(filesOfSluice(PRELOAD, app), [...globs, `${library.replaceAll("\\", "/")}/**`]);
    assert.deepEqual(filesOfSluice(PRELOAD, "/nowhere"), globs);
  });
});

describe("other runtimes", () => {
  for (const [configuration, runtime] of [
    [{ runtimeExecutable: "/usr/local/bin/deno" }, "Deno"],
    [{ runtimeExecutable: "C:\\tools\\bun.exe" }, "Bun"],
    [{ runtimeExecutable: "${workspaceFolder}/node_modules/.bin/electron.cmd" }, "Electron"],
    [{ command: "bun run dev" }, "Bun"],
    [{ command: "npx electron ." }, "Electron"],
    [{ command: "npm run bundle" }, null],
    [{ runtimeExecutable: "npm", runtimeArgs: ["run", "bun"] }, null],
    [{}, null],
  ] as const) {
    it(`${JSON.stringify(configuration)} is ${runtime ?? "Node"}`, () => {
      assert.equal(otherRuntime(configuration), runtime);
    });
  }
});
