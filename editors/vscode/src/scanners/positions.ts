/** Positions and ranges as plain data, and how an edit moves them. Nothing here knows the editor. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A part of the text that was replaced: where it was, and what stands there now. */
export interface Change {
  readonly range: Range;
  readonly text: string;
}

/** Negative when `left` comes first, positive when `right` does, 0 when they are the same. */
export function compare(left: Position, right: Position): number {
  return left.line - right.line || left.character - right.character;
}

/** Whether a range holds another one. */
export function holds(outer: Range, inner: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

export function sameRange(left: Range, right: Range): boolean {
  return compare(left.start, right.start) === 0 && compare(left.end, right.end) === 0;
}

/**
 * Where a range is after a change. Text inserted right before it moves it, text inserted right behind it does
 * not make it longer; when its own start or end was replaced, it is cut to what is left of it.
 */
export function movedRange(range: Range, change: Change): Range {
  const start = movedStart(range.start, change);
  const end = movedEnd(range.end, change);
  return { start, end: compare(end, start) < 0 ? start : end };
}

function movedStart(start: Position, change: Change): Position {
  if (compare(change.range.end, start) <= 0) {
    return behind(start, change);
  }
  return compare(change.range.start, start) < 0 ? change.range.start : start;
}

function movedEnd(end: Position, change: Change): Position {
  if (compare(change.range.start, end) >= 0) {
    return end;
  }
  return compare(change.range.end, end) <= 0 ? behind(end, change) : change.range.start;
}

/** Where a position behind a change is afterwards. */
function behind(position: Position, change: Change): Position {
  const lines = change.text.split(/\r\n|\r|\n/);
  const last = lines[lines.length - 1] ?? "";
  const line = position.line - change.range.end.line + change.range.start.line + lines.length - 1;
  if (position.line > change.range.end.line) {
    return { line, character: position.character };
  }
  const before = lines.length === 1 ? change.range.start.character : 0;
  return { line, character: position.character - change.range.end.character + before + last.length };
}
