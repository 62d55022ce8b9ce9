/** What `npm run package` packs: all that the extension and the library need, and nothing that only makes them. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { packExtension, packLibrary } from "../../scripts/lib/pack.mjs";

const root = resolve(import.meta.dirname, "../..");

describe("what is packed", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sluice-package-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("as an extension is its bundle, its pictures and its papers", async () => {
    const file = join(folder, "sluice.vsix");
    await packExtension(root, file);
    const inside = namesInZip(await readFile(file));
    const links = [...(await readFile(join(root, "README.md"), "utf8")).matchAll(/\]\(([\w/.-]+)\)/g)];
    const linked = links
      .map(([, path = ""]) => path)
      .filter((path) => !/^(LICENSE|CONTRIBUTING|ARCH)/.test(path));
    for (const path of ["package.json", "dist/extension/extension.cjs", ...linked]) {
      assert.ok(inside.includes(`extension/${path}`), `${path} is missing`);
    }
    assert.deepEqual(
      inside.filter((path) => /\.(ts|tsbuildinfo)$/.test(path)),
      [],
    );
  });

  it("as a package is the library, the preload and the command, with its types", async () => {
    packLibrary(root, folder);
    const [tgz = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
    const { stdout } = await promisify(execFile)("tar", ["tzf", join(folder, tgz)]);
    const inside = stdout.split("\n");
    for (const path of ["index.mjs", "index.cjs", "register.mjs", "register.cjs", "sluice.cjs", "LICENSE"]) {
      assert.ok(inside.includes(`package/${path}`), `${path} is missing`);
    }
    assert.ok(inside.some((path) => path.startsWith("package/types/")));
  });
});

/** The names in the central directory, which stands at the end. */
function namesInZip(zip: Buffer): string[] {
  const names: string[] = [];
  for (let at = zip.indexOf("PK\u0001\u0002"); at >= 0; at = zip.indexOf("PK\u0001\u0002", at + 46)) {
    const length = zip.readUInt16LE(at + 28);
    names.push(zip.toString("utf8", at + 46, at + 46 + length));
  }
  return names;
}
