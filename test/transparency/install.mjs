import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../scripts/lib/cache.mjs";
import { INSTALLED_AS_OF } from "./subjects.mjs";

/**
 * Installs a package with what its tests need, outside of the repository, once.
 *
 * @param {import("./subjects.mjs").Subject} subject
 * @param {(line: string) => void} log
 * @returns {string} The package's own folder.
 */
export function installed(subject, log) {
  const { name, version, tools } = subject;
  const folder = join(cacheFolder(), "transparency", `${name.replace("/", "+")}-${version}`);
  const marker = join(folder, "installed.json");
  const wanted = JSON.stringify({ tools, asOf: INSTALLED_AS_OF });
  if (!existsSync(marker) || readFileSync(marker, "utf8") !== wanted) {
    log(`installing ${name} ${version}`);
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, "package.json"), '{ "private": true }\n');
    install([`${name}@${version}`], unfinished);
    const { devDependencies = {} } = JSON.parse(
      readFileSync(join(unfinished, "node_modules", name, "package.json"), "utf8"),
    );
    if (tools.length > 0)
      install(
        tools.map((tool) => `${tool}@${devDependencies[tool]}`),
        unfinished,
      );
    writeFileSync(join(unfinished, "installed.json"), wanted);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  }
  return join(folder, "node_modules", name);
}

/**
 * @param {readonly string[]} packages
 * @param {string} cwd
 */
function install(packages, cwd) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", "--ignore-scripts", "--before", INSTALLED_AS_OF, ...quiet, ...packages], {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
