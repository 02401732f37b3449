import assert from "node:assert/strict";
import { test } from "node:test";
import type { OutlineSymbol, ScannerRange } from "../src/protocol";
import { type Finding, findingsOf, parametersOf } from "../src/scanners/contents";
import type { Range } from "../src/scanners/positions";

const lines = (first: number, last: number): Range => ({
  start: { line: first, character: 0 },
  end: { line: last, character: 30 },
});
const scanner: ScannerRange = {
  name: "scan_gap",
  kind: "function",
  namespace: "scan_gap",
  range: lines(10, 20),
  headerRange: lines(10, 10),
  confidence: 1,
  status: "valid",
  isolationScore: 0.5,
};
const symbol = (name: string, kind: number, range: Range, more: Partial<OutlineSymbol> = {}): OutlineSymbol => ({
  name,
  kind,
  range,
  selectionRange: range,
  ...more,
});

test("a scanner's parameters are the constants below it in the outline, however deep it lies", () => {
  const parameter = symbol("min_gap", 14, lines(12, 12), { detail: "4" });
  const nested = symbol("inner", 12, lines(15, 16));
  const own = symbol("scan_gap", 12, lines(10, 20), { children: [parameter, nested] });
  const outline = [symbol("scan_gap", 12, lines(1, 3)), symbol("Desk", 5, lines(5, 30), { children: [own] })];
  assert.deepEqual(parametersOf(scanner, outline), [{ name: "min_gap", value: "4", range: lines(12, 12) }]);
  assert.deepEqual(parametersOf(scanner, []), []);
});

const finding = (code: string, where: Range, related: readonly Range[] = []): Finding => ({
  code,
  message: code,
  severity: 1,
  range: where,
  related,
});

test("a scanner's findings lie in it or name a place in it", () => {
  const inside = finding("ISO203", lines(18, 18));
  const shared = finding("ISO201", lines(2, 2), [lines(12, 12), lines(40, 40)]);
  const elsewhere = finding("ISO301", lines(30, 30));
  const boundary = finding("ISO100", lines(10, 10));
  const found = findingsOf(scanner, [inside, shared, elsewhere, boundary]);
  assert.deepEqual(
    found.map(({ code }) => code),
    ["ISO201", "ISO203"],
  );
});
