/** The manifest and the table of contributed ids say the same, both ways. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  Commands,
  ContextKeys,
  DEBUG_TYPE,
  LANGUAGES,
  Panels,
  Settings,
  VIEW_CONTAINER,
  Views,
} from "../../client/contributions.js";
import { NODE_TYPES } from "../../client/launch/injection.js";

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { supported: string; restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly views: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; when: string; contents: string }[];
    readonly commands: readonly {
      command: string;
      category: string;
      title: string;
      enablement?: string;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly image?: string; readonly markdown?: string };
      }[];
    }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when?: string }[]>>;
    readonly debuggers: readonly {
      type: string;
      languages: readonly string[];
      configurationAttributes: Readonly<
        Record<string, { required: readonly string[]; properties: Readonly<Record<string, unknown>> }>
      >;
      initialConfigurations: readonly { type: string }[];
      configurationSnippets: readonly { body: { type: string } }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const root = new URL("../../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;
const { contributes } = manifest;
const [debuggerOf] = contributes.debuggers;

function sameIds(actual: readonly string[], expected: readonly string[]): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}

describe("the manifest", () => {
  it("contributes the views of the table", () => {
    sameIds(
      contributes.viewsContainers.activitybar.map((container) => container.id),
      [VIEW_CONTAINER],
    );
    sameIds(Object.keys(contributes.views), [VIEW_CONTAINER]);
    sameIds(contributes.views[VIEW_CONTAINER]?.map((view) => view.id) ?? [], Object.values(Views));
  });

  it("contributes the commands of the table, each in the category Sluice", () => {
    sameIds(
      contributes.commands.map(({ command }) => command),
      Object.values(Commands),
    );
    for (const { category } of contributes.commands) assert.equal(category, "Sluice");
  });

  it("contributes the settings of the table", () => {
    sameIds(Object.keys(contributes.configuration.properties), Object.values(Settings));
  });

  it("contributes the debug type with every attribute that the contract promises", () => {
    assert.deepEqual(
      contributes.debuggers.map(({ type }) => type),
      [DEBUG_TYPE],
    );
    assert.deepEqual(debuggerOf?.languages, LANGUAGES);
    const { launch, attach } = debuggerOf.configurationAttributes;
    const attributes =
      "program args cwd env runtimeExecutable runtimeArgs console countRuns skipFiles ignore";
    sameIds(Object.keys(launch?.properties ?? {}), attributes.split(" "));
    sameIds(Object.keys(attach?.properties ?? {}), ["processId", "recording", "debuggerProxy", "ignore"]);
    const examples = [
      ...debuggerOf.initialConfigurations,
      ...debuggerOf.configurationSnippets.map((snippet) => snippet.body),
    ];
    for (const { type } of examples) assert.equal(type, DEBUG_TYPE);
  });

  it("has in an untrusted workspace no command that runs something, and no setting that says what is run", () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, "limited");
    sameIds(restrictedConfigurations, [Settings.runtimeExecutable, Settings.trace]);
    const trusted = contributes.commands.filter(({ enablement = "" }) => enablement === "isWorkspaceTrusted");
    sameIds(
      trusted.map(({ command }) => command),
      [Commands.runFile, Commands.dumpProcess, Commands.openRecording, Commands.openExample],
    );
  });

  it("is active before the debug type or a language is needed", () => {
    sameIds(manifest.activationEvents, [
      ...[DEBUG_TYPE, ...NODE_TYPES].map((type) => `onDebugResolve:${type}`),
      // Its debug terminals have our preload in their environment.
      "onTerminalProfile:extension.js-debug.debugTerminal",
      "onCommand:extension.js-debug.createDebuggerTerminal",
      ...LANGUAGES.map((language) => `onLanguage:${language}`),
      ...Object.values(Panels).map((panel) => `onWebviewPanel:${panel}`),
    ]);
  });

  it("names only commands and context keys of the table in menus and welcome texts", () => {
    const commands: string[] = Object.values(Commands);
    const keys: string[] = [...Object.values(ContextKeys), ...Object.values(Views)];
    const clauses = contributes.viewsWelcome.map(({ when }) => when);
    for (const { contents } of contributes.viewsWelcome) {
      for (const [, command = ""] of contents.matchAll(/\(command:([^)]*)\)/g))
        assert.ok(commands.includes(command) || command === "workbench.trust.manage");
    }
    for (const items of Object.values(contributes.menus)) {
      for (const { command, when = "" } of items) {
        assert.ok(commands.includes(command));
        clauses.push(when);
      }
    }
    for (const clause of clauses) {
      for (const [key] of clause.matchAll(/sluice\.\w+/g))
        assert.ok(keys.includes(key), `${key} in ${clause}`);
    }
  });

  it("has a welcome text for every view and state", () => {
    const states = ["none", "live", "ended", "dump", "recording"];
    const unfiltered = (view: string): string => (view === Views.tasks ? ` && !${ContextKeys.filtered}` : "");
    // Elsewhere nothing can run.
    const trusted = (view: string, state: string): string =>
      view !== Views.primitives && state === "none" ? "isWorkspaceTrusted && " : "";
    sameIds(
      contributes.viewsWelcome.map(({ view, when }) => `${view} ${when}`),
      [
        ...Object.values(Views).flatMap((view) =>
          states.map(
            (state) => `${view} ${trusted(view, state)}${ContextKeys.run} == ${state}${unfiltered(view)}`,
          ),
        ),
        `${Views.tasks} !isWorkspaceTrusted`,
        `${Views.findings} !isWorkspaceTrusted && ${ContextKeys.run} == none`,
        `${Views.tasks} ${ContextKeys.run} != none && ${ContextKeys.filtered}`,
      ],
    );
  });

  it("has a walkthrough whose steps lead somewhere", () => {
    const commands: string[] = [
      ...Object.values(Commands),
      ...Object.values(Views).map((view) => `${view}.focus`),
    ];
    const [walkthrough] = contributes.walkthroughs;
    assert.equal(walkthrough?.steps.length, 4);
    for (const { description, media } of walkthrough.steps) {
      const [, command = ""] = /\(command:([^)]*)\)/.exec(description) ?? [];
      assert.ok(commands.includes(command), command);
      assert.ok(existsSync(fileURLToPath(new URL(media.image ?? media.markdown ?? "none", root))));
    }
  });

  it("names icons that are there", () => {
    const icons = [...contributes.viewsContainers.activitybar, ...(contributes.views[VIEW_CONTAINER] ?? [])];
    for (const { icon } of icons) assert.ok(existsSync(fileURLToPath(new URL(icon, root))));
  });
});
