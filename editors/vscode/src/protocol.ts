/** What the server and this extension say to each other beyond the Language Server Protocol. */

import type { Range } from "./scanners/positions";

export const BOUNDARIES_REQUEST = "isoscan/boundaries";
export const BOUNDARIES_CHANGED = "isoscan/boundariesChanged";

/** What the server may be able to do; the palette offers what it says it can. */
export const EXTRACT_COMMAND = "isoscan.extract";
export const EXTRACT_ALL_COMMAND = "isoscan.extractAll";
export const VERIFY_COMMAND = "isoscan.verify";
export const OPINION_COMMAND = "isoscan.opinion";
export const OPINION_LOG_COMMAND = "isoscan.opinionLog";
export const CHECK_COMMAND = "isoscan.checkWorkspace";

/** The kind of the code action that moves a scanner to a file of its own. */
export const MOVE_KIND = "refactor.move";

/** How sure the server is of a boundary. */
export type Status = "valid" | "needs_review" | "invalid";

/**
 * A scanner as the server tells it; lines and characters are 0-based. In a notebook's answer each has the address of
 * its cell, and one that goes on in further cells is there for each, with an empty header where it goes on.
 */
export interface ScannerRange {
  readonly uri?: string;
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  readonly range: Range;
  readonly headerRange: Range;
  readonly confidence: number;
  readonly status: Status;
  readonly isolationScore: number;
}

/** The answer to `isoscan/boundaries`. */
export interface BoundariesAnswer {
  readonly version: number | null;
  readonly scanners: readonly ScannerRange[];
}

/** The parameters of `isoscan/boundariesChanged`. */
export interface BoundariesChanged {
  readonly uri: string;
  readonly version: number | null;
}

/** A node of the outline, as `textDocument/documentSymbol` answers it. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail?: string;
  readonly kind: number;
  readonly range: Range;
  readonly selectionRange: Range;
  readonly children?: readonly OutlineSymbol[];
}

/** The outline's kind for parameters: `SymbolKind.Constant` of the protocol. */
export const PARAMETER_SYMBOL = 14;
