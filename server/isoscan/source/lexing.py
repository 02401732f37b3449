"""The lexical state of Python code from line start to line start: open brackets, strings, continuations.

`scan_line` is a function of the state at a line's start and the line, so a text can be scanned from
any line whose state is known. It follows CPython's tokenizer, PEP 701 included: an f- or t-string is
literal text in which `{` opens a field of code, whose `:` opens a format specification, which may
hold fields again. In broken code it gives up as little as it can: a string in single quotes ends with
its line, a closing bracket too many is ignored.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from isoscan.source.patterns import lazily


class Frame(NamedTuple):
    """Something open that is not a bracket, with what is open around it.

    `kind` says what: a plain `string`, the `literal` part of an f-string, its `field` between braces,
    or a field's format `specification`. `quote` and `raw` are the string's, `depth` the number of
    brackets open around it, which count again once it is closed.
    """

    kind: Literal["string", "literal", "field", "specification"]
    quote: str
    raw: bool
    depth: int
    outer: Frame | None


class State(NamedTuple):
    """What is open at a line's start. `depth` counts the brackets open inside the innermost frame."""

    depth: int = 0
    frame: Frame | None = None
    continued: bool = False

    @property
    def in_text(self) -> bool:
        """Whether the line starts with text of a string rather than with code."""
        return self.frame is not None and self.frame.kind != "field"

    @property
    def in_brackets(self) -> bool:
        """Whether the line starts with code inside brackets or inside a field of an f-string."""
        return self.depth > 0 if self.frame is None else self.frame.kind == "field"


NEUTRAL = State()
"""Nothing open: the one such state, to be compared with `is`."""

_STRING_START = r"""(?:"(?:"")?|'(?:'')?)"""


def _code_pattern(*, in_field: bool) -> re.Pattern[str]:
    """Skips what leaves the state as it is, then takes one token that may not.

    Skipped: code without special characters, simple strings, bracket pairs with only those inside. No
    token at all means: skipped a lot, go on (the bound keeps the matcher's memory small).
    """
    special = r"""'"()\[\]{}\\#"""
    simple = r""""[^"\\{}\r\n]++"|'[^'\\{}\r\n]++'|""(?!")|''(?!')"""
    pair = rf"[(\[{{](?:[^{special}]++|{simple}){{0,1000}}[)\]}}]"
    skipped = rf"[^{special}{':' if in_field else ''}]++|\\(?![\r\n])|{simple}|{pair}"
    colon = "(:)|" if in_field else ""
    tokens = rf"([(\[{{])|([)\]}}])|({_STRING_START})|(#)|\\(\r\n?|\n)|{colon}"
    return re.compile(rf"(?:{skipped}){{0,1000}}(?:{tokens})")


_CODE = _code_pattern(in_field=False)
_OPENING, _CLOSING, _STRING, _COMMENT, _CONTINUATION, _COLON = range(1, 7)

_PREFIX_LETTERS = frozenset("fFtTrR")
_PREFIX = lazily(r"(?<!\w)(?:[ft]r?|r[ft])\Z", re.IGNORECASE)
_LINE_ENDS = frozenset("\r\n")


# Compiling takes longer than scanning a common file, so what few files need is compiled when met.
@cache
def _field_pattern() -> re.Pattern[str]:
    return _code_pattern(in_field=True)


@cache
def _string_pattern(quote: str) -> re.Pattern[str]:
    """An escape, or what ends a plain string: its quote, and in single quotes the line's end."""
    line_end = r"|[\r\n]" if len(quote) == 1 else ""
    return re.compile(rf"\\(?:\r\n?|[\s\S])|{quote}{line_end}")


@cache
def _text_pattern(quote: str, raw: bool, is_specification: bool) -> re.Pattern[str]:
    """An escape, or what ends or interrupts the text of an f-string; doubled braces are escapes."""
    named_character = "" if raw else r"\\N\{[^{}'\"\r\n]*\}|"
    doubled_brace = "" if is_specification else r"\{\{|\}\}|"
    line_end = r"|[\r\n]" if len(quote) == 1 else ""
    return re.compile(rf"{named_character}\\(?:\r\n?|[^{{}}])|{doubled_brace}\{{|\}}|{quote}{line_end}")


class _Place(NamedTuple):
    """How far a line is scanned, and what is open there."""

    depth: int
    frame: Frame | None
    position: int
    continued: bool = False


def scan_line(state: State, line: str) -> State:
    """The state at the start of the next line. `line` has its line end, unless it is the last one."""
    return _scan_neutral_line(line) if state is NEUTRAL else _scan_open_line(state, line)


# While a text is edited the same lines are scanned with each keystroke, nearly all of them with nothing open.
@lru_cache(maxsize=8192)
def _scan_neutral_line(line: str) -> State:
    found = _CODE.match(line)
    if found is not None and found.lastindex is None and found.end() == len(line):
        return NEUTRAL
    return _scanned(NEUTRAL, line)


@lru_cache(maxsize=8192)
def _scan_open_line(state: State, line: str) -> State:
    return state if _is_inside_long_string(state.frame, line) else _scanned(state, line)


def _scanned(state: State, line: str) -> State:
    place = _Place(state.depth, state.frame, 0)
    while place.position < len(line):
        frame = place.frame
        if frame is None or frame.kind == "field":
            place = _scan_code(line, place)
        elif frame.kind == "string":
            place = _scan_string(line, place.position, frame)
        else:
            place = _scan_text(line, place.position, frame)
    if place.depth or place.frame is not None or place.continued:
        return State(place.depth, place.frame, place.continued)
    return NEUTRAL


def _is_inside_long_string(frame: Frame | None, line: str) -> bool:
    """Whether a line lies wholly inside a plain string in triple quotes."""
    return frame is not None and frame.kind == "string" and len(frame.quote) == 3 and frame.quote not in line


def _scan_code(line: str, place: _Place) -> _Place:
    """Scans code until the line ends, a string with inner structure opens, or the field ends."""
    depth, frame, position, _ = place
    pattern = _CODE if frame is None else _field_pattern()
    while position < len(line):
        found = pattern.match(line, position)
        if found is None:
            break
        position = found.end()
        token = found.lastindex
        if token == _OPENING:
            depth += 1
        elif token == _CLOSING:
            if depth:
                depth -= 1
            elif frame is not None and line[position - 1] == "}":
                return _Place(0, frame.outer, position)
        elif token == _STRING:
            place = _open_string(line, position, found[_STRING], depth, frame)
            if place.frame is not frame:
                return place
            position = place.position
        elif token == _COLON and frame is not None and not depth:
            return _Place(0, frame._replace(kind="specification"), position)
        elif token == _CONTINUATION:
            return _Place(depth, frame, len(line), continued=True)
        elif token == _COMMENT:
            break
    return _Place(depth, frame, len(line))


def _open_string(line: str, position: int, quote: str, depth: int, frame: Frame | None) -> _Place:
    """Reads the string whose opening quote ends at `position`, all of it if it is plain and short."""
    start = position - len(quote)
    if line[start - 1 : start] in _PREFIX_LETTERS:
        prefix = _PREFIX.search(line[max(start - 3, 0) : start])
        if prefix is not None:
            return _Place(0, Frame("literal", quote, len(prefix[0]) == 2, depth, frame), position)
    end = _end_of_string(line, position, quote)
    if end is None:
        return _Place(0, Frame("string", quote, False, depth, frame), len(line))
    if end[0] == quote:
        return _Place(depth, frame, end.end())
    if frame is not None and frame.quote == quote:
        # In `f"{a"` the second quote is taken for the f-string's end, since nothing closes it.
        return _close_text(frame, position)
    return _Place(depth, frame, end.start())


def _scan_string(line: str, position: int, frame: Frame) -> _Place:
    """Scans the text of a plain string until it or the line ends."""
    end = _end_of_string(line, position, frame.quote)
    if end is None:
        return _Place(0, frame, len(line))
    return _Place(frame.depth, frame.outer, end.end() if end[0] == frame.quote else end.start())


def _end_of_string(line: str, position: int, quote: str) -> re.Match[str] | None:
    """The closing quote, or the line end that cuts the string short; None if the string goes on."""
    ends = _string_pattern(quote).finditer(line, position)
    return next((end for end in ends if line[end.start()] != "\\"), None)


def _scan_text(line: str, position: int, frame: Frame) -> _Place:
    """Scans text of an f-string until a field opens, or it or the line ends."""
    pattern = _text_pattern(frame.quote, frame.raw, frame.kind == "specification")
    for found in pattern.finditer(line, position):
        token = found[0]
        if token == "{":
            return _Place(0, Frame("field", frame.quote, frame.raw, 0, frame), found.end())
        if token == frame.quote:
            return _close_text(frame, found.end())
        if token == "}" and frame.kind == "specification":
            return _Place(0, frame.outer, found.end())
        if token in _LINE_ENDS:
            return _close_text(frame, found.start())
    return _Place(0, frame, len(line))


def _close_text(frame: Frame, position: int) -> _Place:
    """Closes the f-string that `frame` belongs to."""
    while frame.kind != "literal" and frame.outer is not None:
        frame = frame.outer
    return _Place(frame.depth, frame.outer, position)
