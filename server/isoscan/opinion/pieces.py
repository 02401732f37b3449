"""What a language model is asked about: the lines that no certain scanner has, in pieces.

A piece is cut where its own text says so, not where the text above it happens to end: an edit elsewhere
leaves it as it is, and its answer stays known. Lines in a piece are numbered from 1, whatever the file's are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from isoscan.ai_settings import AiSettings
from isoscan.analysis import Analysis
from isoscan.boundaries.boundary import Boundary
from isoscan.model.parts import Part
from isoscan.opinion.redaction import Redacted, redact


class PieceLine(NamedTuple):
    """A line of a piece: its number in the file (0-based), and its text without secrets."""

    number: int
    text: str


class Piece(NamedTuple):
    """Lines to ask about. Where their numbers in the file leave some out, others' lines stand between.

    `inside` is the header of the def that a piece begins in the middle of, "" for most.
    """

    lines: tuple[PieceLine, ...]
    inside: str = ""

    @property
    def text(self) -> str:
        """The text in a form that tells whether it is the same as another time."""
        rows: list[str] = [self.inside] if self.inside else []
        before = None
        for line in self.lines:
            if before is not None and line.number != before + 1:
                rows.append("\f")
            rows.append(line.text.rstrip())
            before = line.number
        return "\n".join(rows)


class Question(NamedTuple):
    """All there is to ask about a file: the pieces, and how many secrets were taken out of the file."""

    pieces: tuple[Piece, ...]
    taken_out: int


def question_about(analysis: Analysis, settings: AiSettings) -> Question:
    """Cut what is uncertain in an analysed text (of a module built from a whole text) into pieces."""
    redacted = redact(analysis.module.text, settings.send_comments, settings.send_strings)
    settled = _settled_lines(analysis)
    stretches = []
    for part in analysis.module.parts:
        # In a broken part nobody can tell for sure where strings and comments end.
        is_shown = (settings.send_comments and settings.send_strings) or not part.facts.errors
        if is_shown and _says_something(part):
            lines = _lines_of(part, redacted, settled)
            if lines:
                stretches.append((part, lines))
    return Question(tuple(_pieces(stretches, settings)), redacted.taken_out)


def _settled_lines(analysis: Analysis) -> set[int]:
    found: set[int] = set()
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        if is_settled(boundary):
            found.update(range(boundary.start_line, boundary.end_line + 1))
    return found


def is_settled(boundary: Boundary) -> bool:
    """Whether nobody needs to be asked about a scanner."""
    return boundary.status == "valid" and boundary.kind != "module"


def _says_something(part: Part) -> bool:
    """Whether a part is more than imports and remarks."""
    return any(
        statement.kind not in ("import", "pass", "global") and statement.parent < 0
        for statement in part.facts.statements
    )


def _lines_of(part: Part, redacted: Redacted, settled: set[int]) -> list[PieceLine]:
    """The lines of a part that nobody has."""
    numbers = range(part.index, part.index + part.chunk.line_count)
    lines = [
        PieceLine(number, redacted.lines[number])
        for number in numbers
        if number not in settled and number < len(redacted.lines)
    ]
    spoken = [line for line in lines if line.text.strip() and not line.text.lstrip().startswith("#")]
    # What is left of a part around its scanners is seldom more than a header and a return.
    is_rest = len(lines) < len(numbers) and any(number in settled for number in numbers)
    return [] if not spoken or (is_rest and len(spoken) <= 2) else lines


def _pieces(stretches: list[tuple[Part, list[PieceLine]]], settings: AiSettings) -> Iterator[Piece]:
    most = settings.chunk_lines
    waiting: list[PieceLine] = []
    for part, lines in stretches:
        if waiting and len(waiting) + len(lines) > most:
            yield _piece(waiting)
            waiting = []
        if len(lines) > most:
            yield from _windows(lines, most, min(settings.overlap_lines, most // 2))
            continue
        waiting += lines
        if _ends_piece(part, len(lines), most):
            yield _piece(waiting)
            waiting = []
    if waiting:
        yield _piece(waiting)


def _ends_piece(part: Part, count: int, most: int) -> bool:
    """Whether a piece ends behind a part of so many lines: by lot, but the same for the same text.

    The more lines it has, the likelier, so that pieces are half as long as they may be on the average.
    """
    return crc32(part.chunk.text.encode("utf-8", "replace")) % max(1, most // 2) < count


def _piece(lines: list[PieceLine], inside: str = "") -> Piece:
    """A piece of lines without blank ones at its ends."""
    spoken = [at for at, line in enumerate(lines) if line.text.strip()]
    return Piece(tuple(lines[spoken[0] : spoken[-1] + 1]), inside)


def _windows(lines: list[PieceLine], most: int, overlap: int) -> Iterator[Piece]:
    """A long part in pieces that overlap, all of about the same length."""
    header = next(
        (line.text.strip() for line in lines if line.text.startswith(("def ", "class ", "async "))), ""
    )
    count = -(-(len(lines) - overlap) // (most - overlap))
    step = -(-(len(lines) - overlap) // count)
    for number in range(count):
        window = lines[number * step : number * step + step + overlap]
        if any(line.text.strip() for line in window):
            yield _piece(window, header if number else "")
