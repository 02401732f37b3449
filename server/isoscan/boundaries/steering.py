"""Steering comments: the user's word on what is a scanner, above every detector.

`# isoscan: scanner NAME` above (or behind) a def, class or assignment makes it a scanner (above a table that
has an entry NAME: that entry),
`# isoscan: not-a-scanner` keeps it from being one, and the code between `# isoscan: begin NAME` and
`# isoscan: end` is a section of that name, or the script as a whole if that is all there is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from isoscan.boundaries.boundary import Candidate, Evidence, Kind
from isoscan.boundaries.ranges import last_code_line, only_tells
from isoscan.boundaries.survey import Survey
from isoscan.facts.records import DictEntry, Statement, Steering
from isoscan.model.module import Module
from isoscan.model.parts import Part
from isoscan.source.spans import Span


class Steered(NamedTuple):
    """What the user says: scanners to take as they are, and lines (0-based) whose units are none.

    `refused` are the first code lines of units marked `not-a-scanner`, with their last lines.
    """

    confirmed: tuple[Candidate, ...]
    refused: tuple[tuple[int, int], ...]


STEERING = frozenset({"begin", "end", "scanner", "not-a-scanner"})


def steered(survey: Survey, parts: Iterable[int]) -> Steered:
    """The steering comments of some parts (all that have any), resolved to the units they stand at."""
    confirmed: list[Candidate] = []
    refused: list[tuple[int, int]] = []
    opened: list[tuple[str, int, Span]] = []
    for part in map(survey.module.parts.__getitem__, parts):
        for comment in part.facts.steering:
            line = comment.span.line + part.first_line
            if comment.kind == "begin":
                opened.append(
                    (comment.arguments[0] if comment.arguments else "", line, part.span(comment.span))
                )
            elif comment.kind == "end" and opened:
                name, begin, span = opened.pop()
                confirmed.extend(_section(survey, name, begin, line, span))
            elif comment.kind in ("scanner", "not-a-scanner"):
                found = _unit_at(survey, part, comment)
                if found is None:
                    continue
                holder, statement = found
                if comment.kind == "scanner":
                    confirmed.append(_candidate(survey, holder, statement, comment, line))
                else:
                    first = holder.first_line
                    refused.append((statement.span.line + first, statement.span.end_line + first))
    for name, begin, span in opened:
        confirmed.extend(_section(survey, name, begin, sys.maxsize, span))
    return Steered(tuple(confirmed), tuple(refused))


def as_detected(confirmed: Candidate, others: Iterable[Candidate]) -> Candidate:
    """What a comment above a statement means: a mask with what narrows it, or a table's record so named."""
    if confirmed.kind not in ("mask", "section"):
        return confirmed
    for other in others:
        same = other.kind == "mask" and other.definition_line == confirmed.definition_line
        named = confirmed.kind == "mask" or other.name == confirmed.name
        if same and named and other.end_line >= confirmed.end_line:
            return other._replace(
                name=confirmed.name, start_line=confirmed.start_line, evidence=confirmed.evidence
            )
        inside = confirmed.definition_line <= other.start_line <= confirmed.end_line
        if other.kind == "table" and other.name == confirmed.name and inside:
            return other._replace(evidence=confirmed.evidence)
    return confirmed


def _unit_at(survey: Survey, part: Part, comment: Steering) -> tuple[Part, Statement] | None:
    """The statement a comment stands above, in the same chunk or at the head of the next one."""
    line = comment.span.line
    for statement in part.facts.statements:
        above = comment.own_line and statement.attached_line <= line < statement.span.line
        behind = not comment.own_line and statement.header.line <= line <= statement.header.end_line
        if above or behind:
            return part, statement
    if not comment.own_line:
        return None
    for following in survey.module.parts.after(part.index):
        if following.facts.statements:
            statement = following.facts.statements[0]
            below = survey.module.next_line(line + part.first_line)
            if statement.attached_line + following.first_line <= below:
                return following, statement
            return None
    return None


def _candidate(survey: Survey, part: Part, statement: Statement, comment: Steering, line: int) -> Candidate:
    name = comment.arguments[0] if comment.arguments else _own_name(part, statement)
    container = _container(survey, part, statement)
    entry = _entry_named(part, statement, name)
    if entry is not None:
        return _entry_candidate(part, entry, name)
    kind: Kind = "mask"
    if statement.kind == "class":
        kind = "class"
    elif statement.kind == "function":
        kind = "method" if container and part.facts.scopes[statement.scope].kind == "class" else "function"
    elif statement.kind not in ("assignment", "augmented", "annotation"):
        kind = "section"
    start = min(statement.attached_line + part.first_line, line)
    has_name = statement.name_span.end > statement.name_span.start
    return Candidate(
        name=name,
        kind=kind,
        start_line=start,
        end_line=statement.span.end_line + part.first_line,
        definition_line=statement.header.line + part.first_line,
        name_span=part.span(statement.name_span if has_name else statement.header),
        container=container,
        evidence=(Evidence("steering", 0.99, "a comment says so"),),
    )


def _entry_named(part: Part, statement: Statement, name: str) -> DictEntry | None:
    """The entry of a table that a comment above it means: by its key, or by a name it holds."""
    if statement.kind != "assignment" or name == _own_name(part, statement):
        return None
    entries = [each for each in part.facts.entries if part.facts.statements[each.statement] is statement]
    named: list[object] = [each.path[0] for each in entries if each.path == (name,)]
    named += [each.path[0] for each in entries if len(each.path) == 2 and each.value.value == name]
    made = {
        call.span
        for index in {each.statement for each in entries}
        for call in part.by_statement.calls[index]
        if any(given.value.value == name for given in call.arguments)
    }
    named += [each.path[0] for each in entries if len(each.path) == 1 and each.value.span in made]
    return next((each for each in entries if named and each.path == (named[0],)), None)


def _entry_candidate(part: Part, entry: DictEntry, name: str) -> Candidate:
    span = part.span(entry.span)
    return Candidate(
        name=name,
        kind="table",
        start_line=span.line,
        end_line=span.end_line,
        definition_line=span.line,
        name_span=part.span(entry.key_span),
        container="",
        evidence=(Evidence("steering", 0.99, "a comment says so"),),
    )


def _own_name(part: Part, statement: Statement) -> str:
    if statement.name:
        return statement.name
    for assignment in part.facts.assignments:
        if part.facts.statements[assignment.statement] is statement:
            return str(assignment.key) if assignment.is_item else assignment.target
    return "scanner"


def _container(survey: Survey, part: Part, statement: Statement) -> str:
    unit = survey.module.enclosing_unit(part.index, statement.scope)
    return unit.qualified_name if unit else ""


def _section(survey: Survey, name: str, begin: int, end: int, span: Span) -> list[Candidate]:
    code = [line for line, text in survey.module.lines_between(begin, end) if text.strip()]
    if not code:
        return []
    whole = _is_all_code(survey.module, begin, code[-1])
    first = next(iter(survey.module.parts.order)) if whole else code[0]
    return [
        Candidate(
            name=name or ("module" if whole else "section"),
            kind="module" if whole else "section",
            start_line=first,
            end_line=code[-1],
            definition_line=first,
            name_span=span,
            container="",
            evidence=(Evidence("steering", 0.99, "comments say where it begins and ends"),),
        )
    ]


def _is_all_code(module: Module, begin: int, last: int) -> bool:
    """Whether all of a file's code stands below a line, down to another; docstrings may stand outside."""
    if last < last_code_line(module):
        return False
    for part in map(module.parts.__getitem__, module.parts.order):
        if part.facts.statements and not only_tells(part):
            return begin < part.first_line + part.facts.statements[0].span.line
    return False
