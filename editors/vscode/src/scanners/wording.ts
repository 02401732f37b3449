/** How scanners are described in the status bar, the tree, the pickers and their tooltips. */

import type { ScannerRange } from "../protocol";

/** `0.59`, as hovers and the command line write it. */
export function score(value: number): string {
  return value.toFixed(2);
}

/** `lines 398-414`, 1-based as the editor numbers them. */
export function lines({ range }: ScannerRange): string {
  const first = range.start.line + 1;
  const last = range.end.line + 1;
  return first === last ? `line ${first}` : `lines ${first}-${last}`;
}

/** `mask, isolation 0.82`, with `uncertain` where the boundary is. */
export function brief(scanner: ScannerRange): string {
  const parts = [scanner.kind, `isolation ${score(scanner.isolationScore)}`];
  return [...parts, ...certainty(scanner)].join(", ");
}

/** One line that says everything, for tooltips and screen readers. */
export function sentence(scanner: ScannerRange): string {
  const facts = [
    `Scanner ${scanner.namespace} (${scanner.kind}), ${lines(scanner)}`,
    `confidence ${score(scanner.confidence)}`,
    `isolation ${score(scanner.isolationScore)}`,
  ];
  return [...facts, ...certainty(scanner)].join(", ");
}

/** What an isolation score means, in one sentence. */
export function isolationMeaning(value: number): string {
  return value >= 1
    ? "Nothing this scanner reads is shared with another scanner."
    : "Some of what this scanner reads belongs to other scanners, too; the findings say what.";
}

function certainty({ status }: ScannerRange): readonly string[] {
  if (status === "valid") {
    return [];
  }
  return [status === "needs_review" ? "uncertain boundary" : "incomplete"];
}

/** `35 scanners`. */
export function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`;
}
