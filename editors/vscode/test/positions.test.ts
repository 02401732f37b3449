import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, movedRange, type Range } from "../src/scanners/positions";

const range = (startLine: number, start: number, endLine: number, end: number): Range => ({
  start: { line: startLine, character: start },
  end: { line: endLine, character: end },
});
const replaced = (where: Range, text: string): Change => ({ range: where, text });
const inserted = (line: number, character: number, text: string): Change =>
  replaced(range(line, character, line, character), text);

const scanner = range(10, 4, 12, 20);

test("an edit behind a range leaves it alone", () => {
  assert.deepEqual(movedRange(scanner, inserted(13, 0, "x = 1\n")), scanner);
  assert.deepEqual(movedRange(scanner, inserted(12, 25, "  # 📈")), scanner);
});

test("lines above a range move it", () => {
  assert.deepEqual(movedRange(scanner, inserted(0, 0, "\n")), range(11, 4, 13, 20));
  assert.deepEqual(movedRange(scanner, inserted(3, 2, "a\r\nb\rc\n")), range(13, 4, 15, 20));
  assert.deepEqual(movedRange(scanner, replaced(range(2, 0, 5, 0), "")), range(7, 4, 9, 20));
});

test("a line inserted inside makes a range longer", () => {
  assert.deepEqual(movedRange(scanner, inserted(11, 3, "\n")), range(10, 4, 13, 20));
});

test("text inserted right before a range is not part of it", () => {
  assert.deepEqual(movedRange(scanner, inserted(10, 4, "\n    ")), range(11, 4, 13, 20));
  assert.deepEqual(movedRange(scanner, inserted(10, 4, "xy")), range(10, 6, 12, 20));
});

test("text inserted right behind a range is not part of it", () => {
  assert.deepEqual(movedRange(scanner, inserted(12, 20, "\n    return df")), scanner);
});

test("typing on the last line moves its end", () => {
  assert.deepEqual(movedRange(scanner, inserted(12, 5, "abc")), range(10, 4, 12, 23));
  assert.deepEqual(movedRange(scanner, inserted(12, 5, "\n  ")), range(10, 4, 13, 17));
});

test("a range that is deleted is empty afterwards", () => {
  assert.deepEqual(movedRange(scanner, replaced(range(9, 0, 14, 0), "")), range(9, 0, 9, 0));
});

test("a range keeps what an edit leaves of it", () => {
  assert.deepEqual(movedRange(scanner, replaced(range(9, 0, 11, 0), "new\n")), range(9, 0, 11, 20));
  assert.deepEqual(movedRange(scanner, replaced(range(11, 0, 14, 0), "new\n")), range(10, 4, 11, 0));
});
