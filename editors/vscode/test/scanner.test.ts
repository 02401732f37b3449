import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScannerRange } from "../src/protocol";
import { COLOURS, coloured, moved, ownLines, type Scanner, scannerAt } from "../src/scanners/scanner";
import { brief, count, isolationMeaning, lines, sentence } from "../src/scanners/wording";

const scan = (namespace: string, first: number, last: number, more: Partial<ScannerRange> = {}): ScannerRange => ({
  name: namespace.split(".").at(-1) ?? namespace,
  kind: "function",
  namespace,
  range: { start: { line: first, character: 0 }, end: { line: last, character: 9 } },
  headerRange: { start: { line: first, character: 0 }, end: { line: first, character: 9 } },
  confidence: 0.98,
  status: "valid",
  isolationScore: 1,
  ...more,
});

const colours = (scanners: readonly Scanner[]): Record<string, number> =>
  Object.fromEntries(scanners.map(({ namespace, colour }) => [namespace, colour]));

test("neighbours never have the same colour", () => {
  const ranges = Array.from({ length: 11 }, (_, index) => scan(`s${index}`, 10 * index, 10 * index + 5));
  const scanners = coloured(ranges, []);
  scanners.slice(1).forEach((scanner, index) => assert.notEqual(scanner.colour, scanners[index]?.colour));
  assert.ok(scanners.every(({ colour }) => colour >= 0 && colour < COLOURS));
});

test("a scanner keeps its colour when another is written above it", () => {
  const before = coloured([scan("a", 0, 5), scan("b", 10, 15)], []);
  const after = coloured([scan("new", 0, 3), scan("a", 5, 10), scan("b", 15, 20)], before);
  const { new: fresh, ...kept } = colours(after);
  assert.deepEqual(kept, colours(before));
  assert.notEqual(fresh, kept["a"]);
});

test("a scanner keeps its colour while its name is typed", () => {
  const before = coloured([scan("a", 0, 5), scan("scan_ga", 10, 15), scan("c", 20, 25)], []);
  const after = coloured([scan("a", 0, 5), scan("scan_gap", 10, 15), scan("c", 20, 25)], before);
  assert.equal(after[1]?.colour, before[1]?.colour);
});

test("scanners that become neighbours with the same colour are told apart", () => {
  const ranges = Array.from({ length: COLOURS + 1 }, (_, index) => scan(`s${index}`, 10 * index, 10 * index + 5));
  const before = coloured(ranges, []);
  assert.equal(before[0]?.colour, before[COLOURS]?.colour);
  const [first, last] = [ranges[0], ranges[COLOURS]];
  assert.ok(first && last);
  const after = coloured([first, last], before);
  assert.notEqual(after[0]?.colour, after[1]?.colour);
});

test("scanners move with the text above them", () => {
  const scanners = coloured([scan("a", 4, 8)], []);
  const at = { line: 0, character: 0 };
  const [after] = moved(scanners, [
    { range: { start: at, end: at }, text: "\n" },
    { range: { start: at, end: at }, text: "\n\n" },
  ]);
  assert.equal(after?.range.start.line, 7);
  assert.equal(after?.headerRange.start.line, 7);
  assert.equal(after?.colour, scanners[0]?.colour);
});

test("the innermost scanner on a line is the one", () => {
  const scanners = [scan("outer", 0, 20), scan("outer.inner", 5, 8)];
  assert.equal(scannerAt(scanners, 0)?.namespace, "outer");
  assert.equal(scannerAt(scanners, 5)?.namespace, "outer.inner");
  assert.equal(scannerAt(scanners, 8)?.namespace, "outer.inner");
  assert.equal(scannerAt(scanners, 9)?.namespace, "outer");
  assert.equal(scannerAt(scanners, 21), undefined);
});

test("a scanner's own lines are those that no scanner inside it has", () => {
  const outer = scan("outer", 0, 20);
  const all = [outer, scan("outer.a", 0, 3), scan("outer.b", 6, 8), scan("after", 22, 25)];
  assert.deepEqual(ownLines(outer, all), [
    { first: 4, last: 5 },
    { first: 9, last: 20 },
  ]);
  assert.deepEqual(ownLines(scan("alone", 3, 3), all), [{ first: 3, last: 3 }]);
});

test("two scanners of the same lines both keep them", () => {
  const [one, two] = [scan("one", 0, 5), scan("two", 0, 5)];
  assert.deepEqual(ownLines(one, [one, two]), [{ first: 0, last: 5 }]);
  assert.deepEqual(ownLines(two, [one, two]), [{ first: 0, last: 5 }]);
});

test("what is said of a scanner needs no colour", () => {
  const uncertain = scan("fade", 9, 9, { kind: "mask", status: "needs_review", isolationScore: 0.589, confidence: 0.6 });
  assert.equal(brief(uncertain), "mask, isolation 0.59, uncertain boundary");
  assert.equal(lines(uncertain), "line 10");
  assert.equal(lines(scan("gap", 9, 11)), "lines 10-12");
  assert.equal(
    sentence(uncertain),
    "Scanner fade (mask), line 10, confidence 0.60, isolation 0.59, uncertain boundary",
  );
  assert.match(sentence(scan("gap", 0, 1, { status: "invalid" })), /incomplete$/);
  assert.notEqual(isolationMeaning(1), isolationMeaning(0.99));
  assert.deepEqual([count(0, "scanner"), count(1, "scanner")], ["0 scanners", "1 scanner"]);
});
