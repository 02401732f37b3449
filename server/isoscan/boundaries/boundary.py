"""What a detector says (candidates with evidence) and what consensus makes of it (boundaries)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from isoscan.source.spans import Span

Kind = Literal["function", "class", "method", "mask", "section", "table", "module"]
Status = Literal["valid", "needs_review", "invalid"]


class Evidence(NamedTuple):
    """One detector's reason for (or against) a scanner.

    `score` is the probability, 0 to 1, that this detector alone would give; `reason` is a
    sentence fragment with numbers, shown in hovers and by `--explain`.
    """

    detector: str
    score: float
    reason: str


class ParameterNote(NamedTuple):
    """What a language model says of a parameter; `name` is the last word of how the code spells it."""

    name: str
    description: str


class Candidate(NamedTuple):
    """A unit that a detector takes for a scanner. Lines are 0-based in the file, inclusive.

    `described` is what a language model calls it and says of it, "" where none did; `parameter_notes` is
    what it says of its parameters.
    """

    name: str
    kind: Kind
    start_line: int
    end_line: int
    definition_line: int
    name_span: Span
    container: str
    evidence: tuple[Evidence, ...]
    described: str = ""
    parameter_notes: tuple[ParameterNote, ...] = ()


class Rival(NamedTuple):
    """Another view of the same lines that is about as likely: what lies around a scanner, or parts of it.

    `names` are those of the whole that lies around (then it is one), or of the parts.
    """

    names: tuple[str, ...]
    kind: Kind
    around: bool
    confidence: float


class Boundary(NamedTuple):
    """A scanner's place in the file. Lines are 0-based and inclusive.

    `start_line` takes in decorators and the directly attached comment; `definition_line` is the
    line of the def, class or assignment; `name_span` is where the name stands; `container` is the
    dotted name of the def or class around it ("" at module level); `rival` is what other detectors take
    its lines for, if they are about as sure; `described` and `parameter_notes` are as in `Candidate`.
    """

    name: str
    namespace: str
    kind: Kind
    start_line: int
    end_line: int
    definition_line: int
    name_span: Span
    container: str
    confidence: float
    status: Status
    evidence: tuple[Evidence, ...]
    rival: Rival | None = None
    described: str = ""
    parameter_notes: tuple[ParameterNote, ...] = ()
