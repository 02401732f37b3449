import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SERVER_SETTINGS, settingsForServer } from "../src/server/settings";

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Record<string, Record<string, unknown>> }[];
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Record<string, readonly { readonly command: string }[]>;
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[] }[];
  };
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const settings = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  Record<string, unknown>
>;

test("only what the user has set is sent, so that it does not hide pyproject.toml", () => {
  const values: Record<string, unknown> = { select: [], ignore: ["ISO301"], validThreshold: 0.8, template: null };
  const places: Record<string, object> = {
    select: {},
    ignore: { workspaceValue: ["ISO301"] },
    validThreshold: { globalValue: 0.8 },
    template: { globalValue: null },
  };
  const sent = settingsForServer(
    (name) => places[name],
    (name) => values[name],
  );
  assert.deepEqual(sent, { ignore: ["ISO301"], validThreshold: 0.8 });
});

test("a setting that was cleared is sent as it is", () => {
  const sent = settingsForServer(
    (name) => (name === "ignore" ? { workspaceFolderValue: [] } : {}),
    () => [],
  );
  assert.deepEqual(sent, { ignore: [] });
});

test("the manifest offers every setting of the server's, described", () => {
  for (const name of SERVER_SETTINGS) {
    assert.ok(settings[`isoscan.${name}`], `isoscan.${name}`);
  }
  for (const [name, setting] of Object.entries(settings)) {
    assert.ok(setting["markdownDescription"] ?? setting["description"], `${name} is described`);
    assert.ok(setting["scope"] !== "application" && setting["order"] !== undefined, name);
  }
});

test("menus and walkthrough steps name commands and files that exist", () => {
  const commands = new Set(manifest.contributes.commands.map(({ command }) => command));
  for (const entry of Object.values(manifest.contributes.menus).flat()) {
    assert.ok(commands.has(entry.command), entry.command);
  }
  for (const { description, media } of manifest.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
    assert.ok(readFileSync(media.markdown, "utf8").startsWith("# "));
    for (const [, command] of description.matchAll(/command:(isoscan\.[\w.]+)/g)) {
      assert.ok(command && commands.has(command), command);
    }
  }
});
