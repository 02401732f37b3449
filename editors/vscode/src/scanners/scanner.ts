/** A document's scanners as the editor shows them: what the server says, moved with the text, and a colour each. */

import type { ScannerRange } from "../protocol";
import { type Change, movedRange, sameRange } from "./positions";

/** How many colours there are; neighbours never have the same one. */
export const COLOURS = 4;

/** A scanner with the number of its colour, from 0. */
export interface Scanner extends ScannerRange {
  readonly colour: number;
}

/** The scanners after the document was edited, as far as can be told before the server answers. */
export function moved(scanners: readonly Scanner[], changes: readonly Change[]): readonly Scanner[] {
  return scanners.map((scanner) => ({
    ...scanner,
    range: changes.reduce(movedRange, scanner.range),
    headerRange: changes.reduce(movedRange, scanner.headerRange),
  }));
}

/**
 * Give the server's scanners their colours. A scanner keeps the colour it had: by its namespace, or, while its
 * name is being typed, by the line it begins on. New ones differ from their neighbours.
 */
export function coloured(ranges: readonly ScannerRange[], before: readonly Scanner[]): readonly Scanner[] {
  const kept = keptColours(ranges, before);
  const colours: number[] = [];
  ranges.forEach(({ namespace }, index) => {
    const previous = colours[index - 1];
    if (previous !== undefined && namespace === ranges[index - 1]?.namespace) {
      colours.push(previous); // it goes on in the next cell
      return;
    }
    const wanted = kept[index];
    const colour = wanted !== undefined && wanted !== previous ? wanted : free(previous, kept[index + 1]);
    colours.push(colour);
  });
  return ranges.map((range, index) => ({ ...range, colour: colours[index] ?? 0 }));
}

function keptColours(ranges: readonly ScannerRange[], before: readonly Scanner[]): (number | undefined)[] {
  const byNamespace = new Map(before.map((scanner) => [scanner.namespace, scanner.colour]));
  const known = new Set(ranges.map((range) => range.namespace));
  const renamed = before.filter((scanner) => !known.has(scanner.namespace));
  const byLine = new Map(renamed.map((scanner) => [scanner.range.start.line, scanner.colour]));
  return ranges.map((range) => byNamespace.get(range.namespace) ?? byLine.get(range.range.start.line));
}

/** The colour behind the previous one that the next scanner does not have. */
function free(previous: number | undefined, next: number | undefined): number {
  const first = previous === undefined ? 0 : (previous + 1) % COLOURS;
  return first === next ? (first + 1) % COLOURS : first;
}

/** Whether a scanner begins here, and does not go on from another cell of its notebook. */
export function begins({ headerRange }: ScannerRange): boolean {
  return !sameRange(headerRange, { start: headerRange.start, end: headerRange.start });
}

/** The innermost scanner on a line (0-based). */
export function scannerAt<T extends ScannerRange>(scanners: readonly T[], line: number): T | undefined {
  const around = scanners.filter(({ range }) => range.start.line <= line && line <= range.end.line);
  return around.reduce<T | undefined>(
    (inner, scanner) => (inner === undefined || height(scanner) <= height(inner) ? scanner : inner),
    undefined,
  );
}

function height({ range }: ScannerRange): number {
  return range.end.line - range.start.line;
}

/** Lines from the first to the last, both 0-based and inclusive. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** The lines that are a scanner's own: those of its range that no scanner inside it has. */
export function ownLines(scanner: ScannerRange, scanners: readonly ScannerRange[]): readonly Lines[] {
  const { start, end } = scanner.range;
  const inner = scanners
    .filter((other) => other !== scanner && start.line <= other.range.start.line && other.range.end.line <= end.line)
    .filter((other) => height(other) < height(scanner))
    .sort((left, right) => left.range.start.line - right.range.start.line);
  const own: Lines[] = [];
  let first = start.line;
  for (const { range } of inner) {
    if (range.start.line > first) {
      own.push({ first, last: range.start.line - 1 });
    }
    first = Math.max(first, range.end.line + 1);
  }
  if (first <= end.line) {
    own.push({ first, last: end.line });
  }
  return own;
}
