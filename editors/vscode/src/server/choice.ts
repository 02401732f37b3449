/**
 * Which interpreter runs the server, and which isoscan it runs: decided from what each interpreter says of
 * itself. Plain data in, plain data out; asking the interpreters is another module's work.
 */

/** The setting `isoscan.server`. */
export type Preference = "auto" | "bundled" | "installed";

/** What the launcher, run with `probe`, prints. */
export interface Probe {
  /** `[3, 11, 7]` */
  readonly python: readonly number[];
  readonly executable: string;
  /** The version of the isoscan installed in the interpreter, null when there is none that runs. */
  readonly installed: string | null;
  /** The version of the isoscan in the extension, null when this interpreter cannot run it. */
  readonly bundled: string | null;
  /** Why the bundled one cannot be run; empty when it can. */
  readonly problem: string;
}

/** An isoscan that can be run. */
export interface Choice {
  readonly source: "bundled" | "installed";
  readonly version: string;
}

const OLDEST_PYTHON: readonly number[] = [3, 11];

/** Read what the launcher printed; undefined when it is none of its answers. */
export function parseProbe(output: string): Probe | undefined {
  const line = output.split(/\r?\n/).findLast((text) => text.startsWith("{"));
  if (line === undefined) {
    return undefined;
  }
  try {
    const answer = JSON.parse(line) as Partial<Probe>;
    return Array.isArray(answer.python) && typeof answer.executable === "string"
      ? {
          python: answer.python,
          executable: answer.executable,
          installed: answer.installed ?? null,
          bundled: answer.bundled ?? null,
          problem: answer.problem ?? "",
        }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What an interpreter runs, or one sentence on why it runs nothing. */
export function choose(probe: Probe, preference: Preference): Choice | string {
  if (compareVersions(probe.python, OLDEST_PYTHON) < 0) {
    return `it is Python ${probe.python.join(".")}; isoscan needs 3.11 or later`;
  }
  const installed = probe.installed;
  const bundled = probe.bundled;
  if (preference === "installed") {
    return installed === null ? "isoscan is not installed in it" : { source: "installed", version: installed };
  }
  if (preference === "bundled") {
    return bundled === null ? cannotRunBundled(probe) : { source: "bundled", version: bundled };
  }
  if (installed !== null && (bundled === null || isAtLeast(installed, bundled))) {
    return { source: "installed", version: installed };
  }
  return bundled === null ? cannotRunBundled(probe) : { source: "bundled", version: bundled };
}

function cannotRunBundled({ problem }: Probe): string {
  return `it cannot run the bundled isoscan (${problem || "no reason given"}), and none is installed in it`;
}

/** Whether a version is the other one or a later one; a release is later than its own previews. */
export function isAtLeast(version: string, other: string): boolean {
  const byNumbers = compareVersions(numbers(version), numbers(other));
  return byNumbers !== 0 ? byNumbers > 0 : !isPreview(version) || isPreview(other);
}

function numbers(version: string): readonly number[] {
  const release = /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0";
  return release.split(".").map(Number);
}

function isPreview(version: string): boolean {
  return /^\d+(?:\.\d+)*[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)/i.test(version);
}

function compareVersions(left: readonly number[], right: readonly number[]): number {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
