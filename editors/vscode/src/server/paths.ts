/** The interpreters worth asking when nobody has chosen one, as paths or as names to look for on the `PATH`. */

import { posix, win32 } from "node:path";

/** Names of Python on the `PATH`, the likeliest first. */
export function namesOnPath(platform: NodeJS.Platform): readonly string[] {
  const versions = ["3.14", "3.13", "3.12", "3.11"];
  return platform === "win32"
    ? ["python", "python3", "py"]
    : ["python3", "python", ...versions.map((version) => `python${version}`)];
}

/** Where the interpreter of a virtual environment in a folder would be. */
export function virtualEnvironments(folder: string, platform: NodeJS.Platform): readonly string[] {
  return [".venv", "venv"].map((name) =>
    platform === "win32"
      ? win32.join(folder, name, "Scripts", "python.exe")
      : posix.join(folder, name, "bin", "python"),
  );
}

/** A setting's path with `${workspaceFolder}`, `${userHome}`, `${env:NAME}` and a leading `~` filled in. */
export function expanded(
  path: string,
  folder: string | undefined,
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return path
    .trim()
    .replace(/^~(?=$|[\\/])/, () => home)
    .replaceAll("${workspaceFolder}", () => folder ?? "")
    .replaceAll("${userHome}", () => home)
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => environment[name] ?? "");
}
