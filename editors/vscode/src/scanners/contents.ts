/** What the tree view shows below a scanner: its parameters, from the outline, and the findings that concern it. */

import { type OutlineSymbol, PARAMETER_SYMBOL, type ScannerRange } from "../protocol";
import { compare, holds, type Range, sameRange } from "./positions";

/** A parameter of a scanner, and where the scanner holds or first reads it. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

/** A finding, with every place of the same file that it speaks of. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly severity: number;
  readonly range: Range;
  readonly related: readonly Range[];
}

/** The hint that every scanner begins with; the tree shows the scanner itself instead. */
const SCANNER_BOUNDARY = "ISO100";

/** A scanner's parameters, in the order of the code. */
export function parametersOf(scanner: ScannerRange, outline: readonly OutlineSymbol[]): readonly Parameter[] {
  const symbol = symbolOf(scanner, outline);
  const parameters = symbol?.children?.filter((child) => child.kind === PARAMETER_SYMBOL) ?? [];
  return parameters.map(({ name, detail, selectionRange }) => ({
    name,
    value: detail ?? "",
    range: selectionRange,
  }));
}

function symbolOf(scanner: ScannerRange, outline: readonly OutlineSymbol[]): OutlineSymbol | undefined {
  for (const symbol of outline) {
    if (symbol.name === scanner.name && sameRange(symbol.range, scanner.range)) {
      return symbol;
    }
    const inside = symbolOf(scanner, symbol.children ?? []);
    if (inside !== undefined) {
      return inside;
    }
  }
  return undefined;
}

/** The findings that lie in a scanner or name a place in it, in the order of the code. */
export function findingsOf(scanner: ScannerRange, findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(({ code }) => code !== SCANNER_BOUNDARY)
    .filter(({ range, related }) => [range, ...related].some((place) => holds(scanner.range, place)))
    .sort((left, right) => compare(left.range.start, right.range.start));
}
