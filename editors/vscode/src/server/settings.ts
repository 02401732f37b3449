/**
 * The settings that concern the server, as it takes them. Only what the user has set is sent: it lies on top of
 * `pyproject.toml`, and a default of the editor's must not hide what stands there.
 */

/** The server's settings, as the section `isoscan` of the editor's configuration has them. */
export const SERVER_SETTINGS = [
  "select",
  "ignore",
  "severity",
  "validThreshold",
  "reportThreshold",
  "sharedGlobals",
  "scannerNames",
  "notScannerNames",
  "disabledDetectors",
  "exclude",
  "folding",
  "codeLens",
  "parameterHints",
  "sharedHints",
  "highlights",
  "navigation",
  "semanticTokens",
  "template",
  "outputDirectory",
  "ai",
] as const;

/** What an editor knows of a setting: its values at the places where it can be set. */
export interface Inspection {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
  readonly globalLanguageValue?: unknown;
  readonly workspaceLanguageValue?: unknown;
  readonly workspaceFolderLanguageValue?: unknown;
}

/** The settings the user has set, each with the value that holds. */
export function settingsForServer(
  inspect: (name: string) => Inspection | undefined,
  value: (name: string) => unknown,
): Record<string, unknown> {
  const set = SERVER_SETTINGS.filter((name) => isSet(inspect(name)) && value(name) !== null);
  return Object.fromEntries(set.map((name) => [name, value(name)]));
}

function isSet(inspection: Inspection | undefined): boolean {
  return (
    inspection !== undefined &&
    [
      inspection.globalValue,
      inspection.workspaceValue,
      inspection.workspaceFolderValue,
      inspection.globalLanguageValue,
      inspection.workspaceLanguageValue,
      inspection.workspaceFolderLanguageValue,
    ].some((value) => value !== undefined)
  );
}
