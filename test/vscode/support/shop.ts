/** One VS Code server and one browser for a file of tests; each test has a window and a workspace of its own. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { prepareDemo } from "../../../scripts/lib/demo.mjs";
import { stageExtension } from "../../../scripts/lib/stage-extension.mjs";
import { startServer, type RunningServer, type StartOptions } from "../../../scripts/lib/vscode-server.mjs";
import { launchBrowser, Workbench, type FolderServer } from "../workbench.js";

export const root = resolve(import.meta.dirname, "../../..");
const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** What starts in each window, takes its share of the machine, and has nothing to do with us. */
const WITHOUT_OTHERS = { "git.enabled": false, "typescript.tsserver.useSyntaxServer": "never" };

/** A window on a copy of the demo. */
export interface Shop {
  readonly workbench: Workbench;
  readonly folder: string;
}

export interface ShopOptions {
  /** Files to add to the copy, or to replace in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** The file to open at once. */
  readonly open?: string;
}

/**
 * @param prepare puts more into the server's data folder before it starts
 * @param options how it is started otherwise than for tests that do not care
 */
export function withVscode(
  prepare: (dataDir: string) => Promise<void> = () => Promise.resolve(),
  options: Pick<StartOptions, "workspaceTrust"> = {},
): {
  /** Opens a window, gives it to the test, and closes it. */
  readonly shop: (options: ShopOptions, test: (shop: Shop) => Promise<void>) => Promise<void>;
  /**
   * A window for all tests of a suite, one after the other: each begins with what the one before it has left. To be called
   * in the suite; returns who gives the window to a test.
   */
  readonly sharedShop: (options: ShopOptions) => () => Shop;
} {
  let server: RunningServer;
  let browser: Browser;
  let scratch: string;
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "sluice-shop-"));
    const dataDir = join(scratch, "data");
    await prepare(dataDir);
    const settings = { "workbench.colorTheme": "Default Dark Modern", ...WITHOUT_OTHERS };
    const extensionDir = stageExtension(root, join(scratch, "extension"));
    server = await startServer({ ...options, extensionDir, dataDir, settings, log });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  });
  const openShop = async ({ files = {}, open }: ShopOptions): Promise<Shop> => {
    const folder = prepareDemo(root, await mkdtemp(join(scratch, "shop-")));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const workbench = await Workbench.create(browser, opening(server, open));
    try {
      await workbench.open(folder);
      // It takes the focus when it opens: whatever was typed until then would go astray.
      if (open !== undefined) {
        await workbench.waitFor(`${open} in the editor`, async () =>
          (await workbench.cursor())?.file.endsWith(`/${open}`),
        );
      }
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return { workbench, folder };
  };
  const shop = async (options: ShopOptions, test: (shop: Shop) => Promise<void>): Promise<void> => {
    const opened = await openShop(options);
    try {
      await test(opened);
    } finally {
      await opened.workbench.close();
    }
  };
  const sharedShop = (options: ShopOptions): (() => Shop) => {
    let opened: Shop | undefined;
    before(async () => {
      opened = await openShop(options);
    });
    after(() => opened?.workbench.close());
    return () => opened ?? assert.fail("the window did not open");
  };
  return { shop, sharedShop };
}

/** The folder with a file of it open, as a link to it would open both. */
function opening(server: RunningServer, file: string | undefined): FolderServer {
  if (file === undefined) return server;
  return {
    urlFor(folder) {
      const address = new URL(server.urlFor(folder));
      const resource = `vscode-remote://${address.host}${join(folder, file)}`;
      address.searchParams.set("payload", JSON.stringify([["openFile", resource]]));
      return address.href;
    },
  };
}
