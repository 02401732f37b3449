"""Reading an answer: JSON repaired where possible, and nothing believed that the text does not bear out.

An answer is somebody else's text. Each unit in it has to name lines that exist and quote the first of them;
what is off by a line or two is put right by its quote, everything else is dropped with a reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, NamedTuple

from isoscan.boundaries.boundary import ParameterNote
from isoscan.opinion.pieces import Piece

_MOST_UNITS = 60
_LONGEST_ANSWER = 400_000
_LONGEST_NAME, _LONGEST_TEXT = 48, 140
_MOST_PARAMETERS, _LONGEST_SOURCE, _LONGEST_LINE = 12, 80, 80
# How far from where it is said to be a quote is looked for first.
_NEAR = 3
_LEAST_QUOTE = 3
# A quote as long as this may stop short.
_ENOUGH_TO_BEGIN = 12
_NUMBER_BEFORE_QUOTE = re.compile(r"^\s*\d+\s*\|\s?")
_WORD = re.compile(r"[^\W\d]\w*")
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
# Descriptions are shown in hovers, as Markdown: only what prose is made of is let through.
_NO_PROSE = re.compile(r"[^\w\s.,:;!?%+/='&-]")
_LINK = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}:/*\S*|\bwww\.\S*")


class Unit(NamedTuple):
    """What a model says of some lines of a piece: `first` and `last` count from 0, inclusive."""

    first: int
    last: int
    is_scanner: bool
    name: str
    description: str
    confidence: float
    reason: str
    parameters: tuple[ParameterNote, ...] = ()


class Answer(NamedTuple):
    """What of an answer can be used, and a sentence for everything that was dropped or put right.

    `is_usable` says whether it was an answer at all: one with no units in it may be.
    """

    units: tuple[Unit, ...]
    remarks: tuple[str, ...] = ()
    is_usable: bool = True


def read_answer(text: str, piece: Piece) -> Answer:
    """Read what a model wrote about a piece."""
    remarks: list[str] = []
    found = _units_in(text[:_LONGEST_ANSWER], remarks)
    if found is None:
        return Answer((), (*remarks, "the answer holds no JSON object with `units`"), is_usable=False)
    if len(found) > _MOST_UNITS:
        remarks.append(f"of {len(found)} units only {_MOST_UNITS} were read")
    units = [unit for raw in found[:_MOST_UNITS] if (unit := _checked(raw, piece, remarks)) is not None]
    return Answer(tuple(_apart(units, remarks)), tuple(remarks))


# JSON


def _units_in(text: str, remarks: list[str]) -> list[Any] | None:
    for candidate in _candidates(text):
        try:
            value = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        units = _list_in(value)
        if units is not None:
            return units
    rescued = list(_whole_objects(text))
    if rescued:
        remarks.append(f"the answer was cut or broken; {len(rescued)} whole units of it were read")
        return rescued
    return None


def _candidates(text: str) -> Iterator[str]:
    yield text
    for fence in _FENCE.finditer(text):
        yield fence[1]
    first, last = text.find("{"), text.rfind("}")
    if 0 <= first < last:
        yield text[first : last + 1]
        yield re.sub(r",\s*([\]}])", r"\1", text[first : last + 1])
    first, last = text.find("["), text.rfind("]")
    if 0 <= first < last:
        yield text[first : last + 1]


def _list_in(value: object) -> list[Any] | None:
    if isinstance(value, Mapping):
        units = value.get("units")
        if isinstance(units, list):
            return units
        if "first_line" in value:
            return [value]
        return None
    if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
        return value
    return None


def _whole_objects(text: str) -> Iterator[Any]:
    """The innermost objects of a broken text that are whole."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        if isinstance(value, dict) and "first_line" in value:
            yield value
        at = text.find("{", end)


# Units


def _checked(raw: object, piece: Piece, remarks: list[str]) -> Unit | None:
    if not isinstance(raw, Mapping):
        remarks.append("a unit is no object")
        return None
    first, last = _whole_number(raw.get("first_line")), _whole_number(raw.get("last_line"))
    is_scanner = _truth(raw.get("is_scanner"))
    confidence = _probability(raw.get("confidence"))
    if first is None or last is None or is_scanner is None or confidence is None:
        remarks.append("a unit lacks lines, a judgement or a confidence")
        return None
    quote = raw.get("quote")
    shift = _shift(first - 1, quote if isinstance(quote, str) else "", piece)
    if shift is None:
        remarks.append(f"lines {first} to {last}: the quote is not in the text")
        return None
    if shift:
        remarks.append(f"lines {first} to {last}: put right by {shift:+d}, where the quote stands")
    first, last = first - 1 + shift, last - 1 + shift
    # A range that was right at its end and wrong at its beginning may now run over by as much.
    if shift > 0 and last >= len(piece.lines):
        last = len(piece.lines) - 1
    problem = _problem_of(first, last, piece)
    if problem:
        remarks.append(f"lines {first + 1} to {last + 1}: {problem}")
        return None
    return Unit(
        first,
        last,
        is_scanner,
        _name(raw.get("name"), first),
        _prose(raw.get("description")) if is_scanner else "",
        confidence,
        _prose(raw.get("reason")),
        _parameters(raw.get("parameters"), first, last, piece, remarks) if is_scanner else (),
    )


def _parameters(
    told: object, first: int, last: int, piece: Piece, remarks: list[str]
) -> tuple[ParameterNote, ...]:
    """What is said of names that stand in the lines; the rest is dropped. Answers may lack all of it."""
    if not isinstance(told, list):
        return ()
    words = {word for line in piece.lines[first : last + 1] for word in _WORD.findall(line.text)}
    found: dict[str, ParameterNote] = {}
    unknown = 0
    for one in told[:_MOST_PARAMETERS]:
        name = one.get("name") if isinstance(one, Mapping) else None
        # `P["gap"]` and `self.gap` are called so, too.
        spelled = _WORD.findall(name)[-1:] if isinstance(name, str) and len(name) <= _LONGEST_SOURCE else []
        if not spelled or spelled[0] not in words:
            unknown += 1
            continue
        description = _prose(one.get("description"), _LONGEST_LINE)
        if description:
            found.setdefault(spelled[0], ParameterNote(spelled[0], description))
    if unknown:
        remarks.append(
            f"lines {first + 1} to {last + 1}: parameters that do not stand there were dropped ({unknown})"
        )
    return tuple(found.values())


def _shift(first: int, quote: str, piece: Piece) -> int | None:
    """How far from a line its quote really stands; None where it stands nowhere, or not in one place only."""
    wanted = _plain(_NUMBER_BEFORE_QUOTE.sub("", quote.splitlines()[0] if quote.strip() else ""))
    if len(wanted) < _LEAST_QUOTE:
        return None
    places = [at for at, line in enumerate(piece.lines) if _is_quoted(wanted, _plain(line.text))]
    if first in places:
        return 0
    near = sorted((abs(at - first), at) for at in places if abs(at - first) <= _NEAR)
    if near and (len(near) == 1 or near[0][0] < near[1][0]):
        return near[0][1] - first
    return places[0] - first if len(places) == 1 else None


def _is_quoted(quote: str, line: str) -> bool:
    if min(len(quote), len(line)) < _ENOUGH_TO_BEGIN:
        return quote == line
    return line.startswith(quote) or quote.startswith(line)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _problem_of(first: int, last: int, piece: Piece) -> str:
    if not 0 <= first < len(piece.lines) or not 0 <= last < len(piece.lines):
        return "they are not among the lines shown"
    if first > last:
        return "they end before they begin"
    lines = piece.lines[first : last + 1]
    if lines[-1].number - lines[0].number != last - first:
        return "they reach over lines that were not shown"
    if all(not line.text.strip() or line.text.lstrip().startswith("#") for line in lines):
        return "they hold no code"
    return ""


def _apart(units: list[Unit], remarks: list[str]) -> list[Unit]:
    """The units, each first line judged once, and no two scanners on the same lines: the surer ones stay."""
    kept: list[Unit] = []
    for unit in sorted(units, key=lambda unit: (-unit.confidence, unit.first)):
        clashes = [
            other
            for other in kept
            if other.first == unit.first
            or (
                other.is_scanner and unit.is_scanner and other.first <= unit.last and unit.first <= other.last
            )
        ]
        if clashes:
            remarks.append(
                f"lines {unit.first + 1} to {unit.last + 1}: others were judged with more confidence"
            )
        else:
            kept.append(unit)
    return sorted(kept, key=lambda unit: unit.first)


# Values


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 9:
        return int(value)
    if isinstance(value, float) and isfinite(value) and value == int(value):
        return int(value)
    return value if isinstance(value, int) else None


def _truth(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _probability(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value.strip().rstrip("%"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return None
    if 1 < value <= 100:
        value = value / 100
    return float(value) if 0 <= value <= 1 else None


def _name(value: object, first: int) -> str:
    words = re.findall(r"\w+", value) if isinstance(value, str) else []
    name = "_".join(words)[:_LONGEST_NAME].strip("_")
    return name if name and not name[0].isdigit() else f"lines_{first + 1}"


def _prose(value: object, longest: int = _LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        return ""
    text = _plain(_NO_PROSE.sub(" ", _LINK.sub(" ", value))).rstrip(" .")
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
