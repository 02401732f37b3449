/** Asking an interpreter what it can run: the launcher, run with `probe`. */

import { execFile } from "node:child_process";
import { parseProbe, type Probe } from "./choice";

const LONGEST_PROBE_MILLISECONDS = 20_000;

/** An interpreter's answer, or a sentence on why there is none. */
export function probe(interpreter: string, launcher: readonly string[]): Promise<Probe | string> {
  return new Promise((resolve) => {
    execFile(
      interpreter,
      [...launcher, "probe"],
      { timeout: LONGEST_PROBE_MILLISECONDS, windowsHide: true },
      (error, output, complaints) => {
        const answer = error === null ? parseProbe(output) : undefined;
        resolve(answer ?? reason(error, complaints));
      },
    );
  });
}

function reason(error: (Error & { code?: unknown; killed?: boolean }) | null, complaints: string): string {
  if (error?.code === "ENOENT") {
    return "there is no such program";
  }
  if (error?.killed === true) {
    return "it did not answer";
  }
  const last = complaints.trim().split(/\r?\n/).at(-1);
  return last ? `it could not be asked (${last})` : "it gave no answer that makes sense";
}
