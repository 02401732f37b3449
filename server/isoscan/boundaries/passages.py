"""Passages: the statements of a script, def or block one after another, each with all that is inside of it.

A passage tells what it binds, reads and puts out, and in which words; what puts its hits out under a name of
its own may be one of several scanners that stand one after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from isoscan.boundaries.anchors import GIVING, Output
from isoscan.boundaries.cohesion import Terms
from isoscan.boundaries.outputs import COLLECTING
from isoscan.boundaries.place import Place
from isoscan.boundaries.reading import reads_of
from isoscan.boundaries.vocabulary import GENERIC, is_neutral, word_set, words
from isoscan.facts.records import Assignment, Call, Statement
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

# A statement of a body and the block of it that others stand in ("" for the body itself).
Level = tuple[int, str]

GIVING_WORDS = word_set(
    "print send save export write show display report notify alert email mail post publish log emit push "
    "dump telegram discord slack"
)
# Calls and operators by which two results become one decision.
COMBINING = frozenset({"intersection", "merge", "isin", "intersection_update", "logical_and", "semi_join"})

_DECORATION = lazily(r"^[#\s\-=*~_─-╿▀-▟■•·—–>]+|[\s\-=*~_#─-╿▀-▟■•·—–:]+$")
_NUMBERED = lazily(r"^(?:\d+|[A-Za-z])[.)]\s+")
LONGEST_TITLE = 48
MOST_WORDS = 7


class Passage(NamedTuple):
    """One statement of a level; lines are core lines.

    `head` is its first line, or that of the comment directly above. `binds` and `reads` are names, and
    columns in brackets; what it binds itself before it reads it is left out of `reads`. `gives` are the names
    that it gives out as they are; `compared` is what it compares, `combines` says that it makes one decision
    of what it reads, `begins` that a paragraph begins with it; `title` is what the comment above calls it,
    `printed` what it prints. `names` are the names and columns of each of its statements, `terms` all its
    words with their counts.
    """

    statement: int
    head: Span
    first_line: int
    end_line: int
    binds: frozenset[str]
    reads: frozenset[str]
    outputs: tuple[Output, ...]
    gives: frozenset[str]
    tests: int
    compared: frozenset[str]
    combines: bool
    begins: bool
    title: str
    printed: str
    names: tuple[frozenset[str], ...]
    terms: Terms


def level_of(place: Place, outputs: Iterable[Output]) -> Level | None:
    """The innermost block with all outputs in it, in two or more of its statements; None if there is none."""
    chains = [_chain(place, output.statement) for output in outputs]
    level: Level = (place.body.statement, "")
    depth = 0
    while True:
        here = {chain[depth] if depth < len(chain) else None for chain in chains}
        if len(here) != 1 or None in here:
            return level if None not in here and len({each[0] for each in here if each}) > 1 else None
        (statement, block) = next(each for each in here if each is not None)
        if any(depth + 1 >= len(chain) for chain in chains):
            return None
        level = (statement, block)
        depth += 1


def _chain(place: Place, statement: int) -> list[Level]:
    """The statements around one and itself, outermost first, each with the block in it that leads inwards."""
    statements = place.body.facts.statements
    inner = [statement, *place.body.ancestors(statement)]
    blocks = ["", *(statements[index].block for index in inner[:-1])]
    return list(reversed(list(zip(inner, blocks, strict=True))))


def passages_of(place: Place, outputs: Iterable[Output], level: Level) -> tuple[Passage, ...]:
    """The passages of one level of a place, in order; what only imports or defines is left out."""
    body = place.body
    statements = body.facts.statements
    groups: dict[int, list[int]] = {}
    ends: dict[int, int] = {}
    current = -1
    for index in body.own:
        statement = statements[index]
        if statement.parent == level[0] and (level[0] == body.statement or statement.block == level[1]):
            current = index
            groups[current] = []
        if current >= 0 and (index == current or _is_below(statements, index, current)):
            groups[current].append(index)
            ends[current] = index
    by_statement: dict[int, list[Output]] = {}
    for output in outputs:
        by_statement.setdefault(output.statement, []).append(output)
    return tuple(
        _passage(place, head, members, by_statement)
        for head, members in groups.items()
        if statements[head].kind not in ("import", "class", "pass")
        and not (statements[head].kind == "function" and head != body.statement)
        and not _is_docstring(place, head)
    )


def passages_beside(place: Place, level: Level) -> tuple[Passage, ...]:
    """The passages of a place's own level that do not hold another level; none if that is its own."""
    if level[0] == place.body.statement:
        return ()
    around = {level[0], *place.body.ancestors(level[0])}
    found = passages_of(place, (), (place.body.statement, ""))
    return tuple(passage for passage in found if passage.statement not in around)


def _is_below(statements: tuple[Statement, ...], index: int, head: int) -> bool:
    around = statements[index].parent
    while around > head:
        around = statements[around].parent
    return around == head


def _is_docstring(place: Place, index: int) -> bool:
    body = place.body
    return (
        place.statement(index).kind == "expression"
        and not body.names.get(index)
        and not body.calls.get(index)
        and not body.items.get(index)
    )


def _passage(place: Place, head: int, members: list[int], outputs: dict[int, list[Output]]) -> Passage:
    statement = place.statement(head)
    first = place.first_line
    binds: set[str] = set()
    reads: set[str] = set()
    gives: set[str] = set()
    combines = False
    for index in members:
        here, written = _read_and_bound(place, index)
        reads |= here - binds
        binds |= written
        gives |= _given_out(place, index)
        combines |= _combines(place, index)
    comments = _comments(place, statement)
    return Passage(
        statement=head,
        head=_line_span(place, statement.attached_line),
        first_line=statement.span.line + first,
        end_line=statement.span.end_line + first,
        binds=frozenset(binds),
        reads=frozenset(reads),
        outputs=tuple(output for index in members for output in outputs.get(index, ())),
        gives=frozenset(gives),
        tests=sum(place.flow.tests.get(index, 0) - place.flow.asks.get(index, 0) for index in members),
        compared=_compared(place, members),
        combines=combines,
        begins=_begins(place, statement),
        title=next((title for text in comments if (title := title_of(text))), ""),
        printed=_printed(place, members),
        names=tuple(_names(place, index) for index in members),
        terms=_terms(place, members, comments),
    )


def _line_span(place: Place, line: int) -> Span:
    text = place.part.lines[line].rstrip("\r\n")
    return Span(line, len(text) - len(text.lstrip()), line, len(text)).shifted(place.first_line)


def _read_and_bound(place: Place, index: int) -> tuple[set[str], set[str]]:
    body = place.body
    uses = body.names.get(index, ())
    reads = reads_of(uses)
    binds = {use.name for use in uses if use.access == "bind" and use.binding != "comprehension"}
    for item in body.items.get(index, ()):
        if isinstance(item.key, str):
            (reads if item.access == "read" else binds).add(f"[{item.key}]")
    for attribute in body.attributes.get(index, ()):
        if attribute.base in place.flow.frames:
            (reads if attribute.access == "read" else binds).add(f"[{attribute.name}]")
    return reads, binds


def _given_out(place: Place, index: int) -> set[str]:
    """The names that a statement gives out as they are: returned, shown, written, sent or kept."""
    body = place.body
    kind = place.statement(index).kind
    reads = reads_of(body.names.get(index, ()))
    if kind == "return" or any(r.is_yield and r.statement == index for r in body.returns):
        return reads
    if kind == "expression":
        calls = body.calls.get(index, ())
        if calls and not any(map(_gives, calls)):
            return set()
        return reads - {call.root for call in calls if call.name in COLLECTING}
    if kind == "assignment" and any(a.is_item or "." in a.target for a in _assignments(place, index)):
        return reads
    return set()


def _gives(call: Call) -> bool:
    if call.name in GIVING or call.name in COLLECTING:
        return True
    spelled = words(call.name)
    return any(word in GIVING_WORDS for word in spelled)


def _assignments(place: Place, index: int) -> Iterator[Assignment]:
    return (assignment for assignment in place.body.assignments if assignment.statement == index)


def _combines(place: Place, index: int) -> bool:
    """Whether a statement makes one decision of what it reads."""
    if place.flow.tests.get(index):
        return True
    if any(call.name in COMBINING for call in place.body.calls.get(index, ())):
        return True
    return any(a.value is not None and a.value.connectives > 0 for a in _assignments(place, index))


def _compared(place: Place, members: Iterable[int]) -> frozenset[str]:
    """The names and columns that some statements compare as market data."""
    return frozenset(
        side
        for index in members
        if index in place.flow.weights
        for comparison in place.body.comparisons.get(index, ())
        for side in (comparison.subject, comparison.other)
        if side and not (comparison.literal is not None and side == comparison.other)
    )


def _begins(place: Place, statement: Statement) -> bool:
    """Whether a paragraph begins with a statement: a comment or a blank line stands above it."""
    if statement.attached_line < statement.span.line:
        return True
    above = statement.attached_line - 1
    return above >= 0 and not place.part.lines[above].strip()


def _comments(place: Place, statement: Statement) -> list[str]:
    lines = place.part.lines[statement.attached_line : statement.span.line]
    return [line.strip() for line in lines if line.strip().startswith("#")]


def title_of(comment: str) -> str:
    """What a comment calls the code below it, "" if it is a sentence, or code that was put out of use."""
    title = _NUMBERED.sub("", _DECORATION.sub("", comment.strip()))
    found = words(title)
    if not found or len(title) > LONGEST_TITLE or len(title.split()) > MOST_WORDS:
        return ""
    return "" if any(mark in title for mark in "=()[]{};`?!") or title.endswith(".") else title


def _printed(place: Place, members: Iterable[int]) -> str:
    """The first constant text that the code prints."""
    for index in members:
        for call in place.body.calls.get(index, ()):
            if call.callee == "print" and call.arguments:
                text = call.arguments[0].value.value
                if isinstance(text, str) and (title := title_of(text.strip())):
                    return title
    return ""


def _spoken(place: Place, index: int) -> Iterator[str]:
    """The names and columns that a statement speaks of, each as often as it does."""
    for use in place.body.names.get(index, ()):
        if not is_neutral(use.name):
            yield use.name
    for item in place.body.items.get(index, ()):
        if isinstance(item.key, str) and not is_neutral(item.key):
            yield item.key


def _names(place: Place, index: int) -> frozenset[str]:
    return frozenset(_spoken(place, index))


def _terms(place: Place, members: Iterable[int], comments: Iterable[str]) -> dict[str, int]:
    """The words of some statements: names and columns, and what these, comments and texts consist of."""
    body = place.body
    counts: dict[str, int] = {}

    def count(term: str) -> None:
        counts[term] = counts.get(term, 0) + 1

    def count_words(text: str) -> None:
        for word in words(text):
            if len(word) > 1 and not word.isdigit() and word not in GENERIC:
                count(word)

    for index in members:
        for name in _spoken(place, index):
            count(f"`{name}`")
            count_words(name)
        for attribute in body.attributes.get(index, ()):
            count_words(attribute.name)
        for call in body.calls.get(index, ()):
            for argument in call.arguments:
                if isinstance(argument.value.value, str):
                    count_words(argument.value.value)
    for comment in comments:
        count_words(comment)
    return counts
