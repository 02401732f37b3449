"""What a language model thinks of a stretch of code, as evidence among other evidence.

An opinion is about a text, not a place: it is kept under the text of the part that it is about, and holds as
long as that part reads like that, wherever it stands. It comes from outside and is an input like the text
itself; nothing here asks anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from isoscan.boundaries.boundary import Candidate, Evidence, Kind, ParameterNote
from isoscan.boundaries.clues import probability
from isoscan.boundaries.consensus import Proposal
from isoscan.config import Config
from isoscan.facts.records import Statement
from isoscan.model.module import Module
from isoscan.model.parts import Part
from isoscan.source.spans import Span

DETECTOR = "model"
STRONGEST = 1.0
"""The most that a model's word weighs, in log-odds: it makes 73 percent of even odds, and no more."""

# Where no detector sees a scanner there seldom is one: who is little better than chance is not heard there.
_UNSEEN = -0.6


class Opinion(NamedTuple):
    """What a model says of some lines: that they are a scanner (`weight`, in log-odds, above 0) or none.

    `first_line` is relative to the first line of the part whose text it is kept under; so is `last_line`, or
    it is relative to the last of the parts with the texts `following`, which come right below. `name`,
    `description` and what `parameters` says of parameters are the model's words.
    """

    first_line: int
    last_line: int
    weight: float
    name: str
    description: str
    reason: str
    following: tuple[str, ...] = ()
    parameters: tuple[ParameterNote, ...] = ()


Opinions = Mapping[str, tuple[Opinion, ...]]
"""Opinions by the text of the part that they begin in."""


class Advice(NamedTuple):
    """An opinion in its place: core lines, inclusive; `candidate` is what it takes for a scanner, if any."""

    opinion: Opinion
    first_line: int
    last_line: int
    candidate: Candidate | None


def advice_in(module: Module, part: Part, opinions: Opinions) -> Iterator[Advice]:
    """The opinions that begin in a part, in their places; those that no longer fit are left out."""
    for opinion in opinions.get(part.chunk.text, ()):
        last = _last_part(module, part, opinion)
        if last is None or opinion.first_line < 0 or opinion.last_line >= last.chunk.line_count:
            continue
        first_line, last_line = part.index + opinion.first_line, last.index + opinion.last_line
        if first_line <= last_line:
            candidate = _candidate(module, part, opinion, last_line) if opinion.weight > 0 else None
            yield Advice(opinion, first_line, last_line, candidate)


def _last_part(module: Module, part: Part, opinion: Opinion) -> Part | None:
    last = part
    if opinion.following:
        below = module.parts.after(part.index)
        for text in opinion.following:
            following = next(below, None)
            if following is None or following.chunk.text != text:
                return None
            last = following
    return last


def _candidate(module: Module, part: Part, opinion: Opinion, last_line: int) -> Candidate:
    """The def, class or assignment that begins there, else the lines as they are."""
    statement = _statement_at(part, opinion.first_line)
    first_line = part.index + opinion.first_line
    evidence = (Evidence(DETECTOR, _score(opinion.weight), _reason(opinion)),)
    is_unit = statement is not None and statement.kind in ("function", "class")
    if statement is None or (not is_unit and last_line > _end(part, statement)):
        text = module.line(first_line)
        indent = len(text) - len(text.lstrip())
        span = Span(first_line, indent, first_line, max(indent, len(text.rstrip())))
        return Candidate(opinion.name, "section", first_line, last_line, first_line, span, "", evidence)
    unit = module.enclosing_unit(part.index, statement.scope)
    kind: Kind = "mask"
    if statement.kind == "class":
        kind = "class"
    elif statement.kind == "function":
        in_class = part.facts.scopes[statement.scope].kind == "class"
        kind = "method" if unit and in_class else "function"
    return Candidate(
        name=statement.name or opinion.name,
        kind=kind,
        start_line=part.index + statement.attached_line,
        end_line=_end(part, statement),
        definition_line=part.index + statement.header.line,
        name_span=part.span(statement.name_span if statement.name else statement.header),
        container=unit.qualified_name if unit else "",
        evidence=evidence,
    )


def _end(part: Part, statement: Statement) -> int:
    return part.index + statement.span.end_line


def _statement_at(part: Part, line: int) -> Statement | None:
    """The outermost def, class or assignment that begins on a line, or whose comment does."""
    for statement in part.facts.statements:
        named = statement.kind in ("function", "class", "assignment", "annotation")
        if named and statement.attached_line <= line <= statement.header.line:
            return statement
    return None


def heeding(proposals: list[Proposal], advice: tuple[Advice, ...], config: Config) -> list[Proposal]:
    """What detectors propose, with the weight of opinions on it.

    No opinion takes a proposal away: what speaks against one makes it doubtful at most.
    """
    return [_heeded(proposal, advice, config) for proposal in proposals] if advice else proposals


def _heeded(proposal: Proposal, advice: tuple[Advice, ...], config: Config) -> Proposal:
    candidate = proposal.candidate
    given = next((one for one in advice if _is_about(one, candidate)), None)
    if given is None:
        return proposal
    opinion = given.opinion
    weight = max(-STRONGEST, min(STRONGEST, opinion.weight))
    log_odds = proposal.log_odds + weight
    if weight < 0:
        log_odds = max(log_odds, min(proposal.log_odds, _least(config)))
    evidence = Evidence(DETECTOR, _score(weight), _reason(opinion))
    return proposal._replace(
        candidate=_with_words(candidate, opinion)._replace(evidence=(*candidate.evidence, evidence)),
        log_odds=log_odds,
    )


def _least(config: Config) -> float:
    """Log-odds that are just reported."""
    from math import log

    likely = min(config.report_threshold + 0.001, 0.99)
    return log(likely / (1 - likely))


def _is_about(advice: Advice, candidate: Candidate) -> bool:
    return candidate.start_line <= advice.first_line <= candidate.definition_line


def additions(kept: list[Proposal], advice: tuple[Advice, ...]) -> list[Proposal]:
    """What only opinions take for a scanner, on lines that no proposal has."""
    found: list[Proposal] = []
    for one in sorted(advice, key=lambda one: -one.opinion.weight):
        candidate = one.candidate
        if candidate is None or any(_shares_lines(candidate, other.candidate) for other in (*kept, *found)):
            continue
        likely = _UNSEEN + min(STRONGEST, one.opinion.weight)
        found.append(Proposal(_with_words(candidate, one.opinion), likely))
    return found


def divided(whole: Proposal, advice: tuple[Advice, ...], config: Config) -> Proposal:
    """A script that is one scanner as a whole, where opinions take parts of it for scanners of their own."""
    names = [one.candidate.name for one in advice if one.candidate is not None]
    if len(names) < 2:
        return whole
    shown = ", ".join(f"`{name}`" for name in names[:3]) + (", ..." if len(names) > 3 else "")
    reason = f"a language model takes {len(names)} parts of it for scanners of their own ({shown})"
    evidence = Evidence(DETECTOR, _score(-STRONGEST), reason)
    candidate = whole.candidate
    return Proposal(
        candidate._replace(evidence=(*candidate.evidence, evidence)),
        max(whole.log_odds - STRONGEST, min(whole.log_odds, _least(config))),
    )


def _shares_lines(one: Candidate, other: Candidate) -> bool:
    return one.start_line <= other.end_line and other.start_line <= one.end_line


def is_alone(evidence: tuple[Evidence, ...]) -> bool:
    """Whether nothing but an opinion speaks for a scanner."""
    return bool(evidence) and all(each.detector == DETECTOR for each in evidence)


def dissent_in(evidence: tuple[Evidence, ...]) -> Evidence | None:
    """The opinion that speaks against a scanner, if one does."""
    return next((each for each in evidence if each.detector == DETECTOR and each.score < 0.5), None)


def _score(weight: float) -> float:
    return round(probability(max(-STRONGEST, min(STRONGEST, weight))), 3)


def _reason(opinion: Opinion) -> str:
    taken = "takes it for a scanner" if opinion.weight > 0 else "takes it for no scanner"
    return f"a language model {taken}: {opinion.reason}" if opinion.reason else f"a language model {taken}"


def _with_words(candidate: Candidate, opinion: Opinion) -> Candidate:
    """A candidate with what a model says of it and of its parameters."""
    return candidate._replace(described=_described(opinion), parameter_notes=opinion.parameters)


def _described(opinion: Opinion) -> str:
    if not opinion.description:
        return ""
    return f"{opinion.name}: {opinion.description}" if opinion.name else opinion.description
