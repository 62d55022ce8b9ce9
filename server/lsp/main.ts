/**
 * The language server as a process. It speaks over stdio unless its arguments name another transport
 * (`--node-ipc`, `--socket=<port>`, `--pipe=<name>`), and ends when its client does.
 */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./server.js";

const named = process.argv.slice(2).some((argument) => /^--(stdio|node-ipc|socket|pipe)(=|$)/.test(argument));

serve(
  named
    ? createConnection(ProposedFeatures.all)
    : createConnection(ProposedFeatures.all, process.stdin, process.stdout),
);
