/** The Node binaries that the integration tests run programs on; `scripts/test.mjs` sees to it that they exist. */
import { ensureNodes } from "../../../scripts/lib/nodes.mjs";

export const nodes: readonly { readonly version: string; readonly path: string }[] = ensureNodes({
  log: (line) => process.stderr.write(`${line}\n`),
});
