"""Passages: the statements of a script, def or block one after another, each with all that is inside of it.

A passage tells what it binds, reads and puts out, and in which words; what puts its hits out under a name of
its own may be one of several scanners that stand one after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from isoscan.boundaries.cohesion import Terms
from isoscan.boundaries.decisions import Decisions, decisions_of
from isoscan.boundaries.flow import KEEPING, SAME_ROWS, is_filter_call, is_plain_name
from isoscan.boundaries.outputs import COLLECTING, REMARK_WORDS
from isoscan.boundaries.place import Place
from isoscan.boundaries.reading import reads_of
from isoscan.boundaries.vocabulary import GENERIC, is_neutral, words
from isoscan.facts.records import Assignment, Statement, Traits, Value
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

# A statement of a body and the block of it that others stand in ("" for the body itself).
Level = tuple[int, str]

# Calls that give out a frame as it is.
GIVING = frozenset(
    {"print", "to_csv", "to_excel", "to_json", "to_parquet", "to_string", "display", "write_csv", "to_sql"}
)
# Calls and operators by which two results become one decision.
COMBINING = frozenset({"intersection", "merge", "isin", "intersection_update", "logical_and", "semi_join"})

_DECORATION = lazily(r"^[#\s\-=*~_─-╿▀-▟■•·—–>]+|[\s\-=*~_#─-╿▀-▟■•·—–:]+$")
_NUMBERED = lazily(r"^(?:\d+|[A-Za-z])[.)]\s+")
LONGEST_TITLE = 48
MOST_WORDS = 7

OutputHow = Literal["collects", "picks", "keeps", "shows"]


class Output(NamedTuple):
    """What a statement puts out of what meets its conditions: `name` is where to, `how` in which way."""

    name: str
    how: OutputHow
    statement: int


class Passage(NamedTuple):
    """One statement of a level; lines are core lines.

    `head` is its first line, or that of the comment directly above. `reads` are names (columns in brackets)
    that it does not bind itself before; `terms` its words with their counts. `begins` says that a paragraph
    begins with it, `title` what the comment above it or what it prints calls it.
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
    combines: bool
    begins: bool
    title: str
    printed: str
    terms: Terms


def outputs_in(place: Place, shows: bool) -> tuple[Output, ...]:
    """What the statements of a place put out under names of their own, where market data decide it.

    With `shows` rows count that are printed or written to a file as they are picked.
    """
    flow = place.flow
    if not flow.compared or not (flow.collectors or flow.filtered or shows):
        return ()
    decisions = decisions_of(place.body, flow)
    found: list[Output] = []
    assigned: dict[int, list[Assignment]] = {}
    for assignment in place.body.assignments:
        assigned.setdefault(assignment.statement, []).append(assignment)
    for index in place.body.own:
        found += _collected(place, index, decisions)
        found += _assigned(place, index, assigned.get(index, ()), decisions)
        if shows and index in flow.weights:
            found += _shown(place, index)
    return tuple(found)


def _collected(place: Place, index: int, decisions: Decisions) -> Iterator[Output]:
    for call in place.body.calls.get(index, ()):
        if (
            call.name in COLLECTING
            and call.callee == f"{call.root}.{call.name}"
            and call.root in place.flow.collectors
            and not any(word in REMARK_WORDS for word in words(call.root))
            and decisions.under(index)
        ):
            yield Output(call.root, "collects", index)


def _assigned(
    place: Place, index: int, assigned: Iterable[Assignment], decisions: Decisions
) -> Iterator[Output]:
    flow = place.flow
    for assignment in assigned:
        value = assignment.value
        if value is None or assignment.unpacked or assignment.operator:
            continue
        picked = index in flow.weights and _picks(value)
        if assignment.is_item and isinstance(assignment.key, str) and assignment.target in flow.collectors:
            if picked:
                yield Output(assignment.key, "keeps", index)
        elif is_plain_name(assignment):
            if picked and value.root != assignment.target:
                yield Output(assignment.target, "picks", index)
        elif assignment.target in flow.collectors and not assignment.is_item and decisions.under(index):
            yield Output(assignment.target, "collects", index)


def _picks(value: Value) -> bool:
    """Whether a value is what a condition lets through."""
    if value.traits & Traits.FILTERED or is_filter_call(value):
        return True
    if value.kind == "comprehension":
        return value.comparisons > 0 or value.connectives > 0
    last = value.callee.rsplit(".", 1)[-1]
    rows = not value.callee or last in KEEPING or last in SAME_ROWS
    return value.kind in ("call", "subscript", "attribute") and value.comparisons > 0 and rows


def _shown(place: Place, index: int) -> Iterator[Output]:
    if place.statement(index).kind != "expression":
        return
    for call in place.body.calls.get(index, ()):
        if call.name in GIVING and (call.name != "print" or any(_picks(a.value) for a in call.arguments)):
            texts = [argument.value.value for argument in call.arguments]
            name = next((text for text in texts if isinstance(text, str)), call.name)
            yield Output(name.rpartition("/")[2].partition(".")[0], "shows", index)
            return


def level_of(place: Place, outputs: Iterable[Output]) -> Level | None:
    """The innermost block that all outputs stand in, in two or more of its statements; None if there is none."""
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
    body = place.body
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
        combines=combines,
        begins=_begins(place, statement),
        title=next((title for text in comments if (title := title_of(text))), ""),
        printed=_printed(place, members),
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
    """The names that a statement gives out as they are: returned, printed, written, kept or handed on."""
    body = place.body
    kind = place.statement(index).kind
    reads = reads_of(body.names.get(index, ()))
    if kind == "return" or (kind == "expression" and body.calls.get(index)):
        return reads
    if kind == "assignment" and any(a.is_item or "." in a.target for a in _assignments(place, index)):
        return reads
    return set()


def _assignments(place: Place, index: int) -> Iterator[Assignment]:
    return (assignment for assignment in place.body.assignments if assignment.statement == index)


def _combines(place: Place, index: int) -> bool:
    """Whether a statement makes one decision of what it reads."""
    if place.flow.tests.get(index):
        return True
    if any(call.name in COMBINING for call in place.body.calls.get(index, ())):
        return True
    return any(a.value is not None and a.value.connectives > 0 for a in _assignments(place, index))


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


def _terms(place: Place, members: Iterable[int], comments: Iterable[str]) -> dict[str, int]:
    """The words of some statements: names and columns as they are, and what they, comments and texts consist of."""
    body = place.body
    counts: dict[str, int] = {}

    def count(term: str) -> None:
        counts[term] = counts.get(term, 0) + 1

    def count_words(text: str) -> None:
        for word in words(text):
            if len(word) > 1 and not word.isdigit() and word not in GENERIC:
                count(word)

    for index in members:
        for use in body.names.get(index, ()):
            if not is_neutral(use.name):
                count(f"`{use.name}`")
                count_words(use.name)
        for item in body.items.get(index, ()):
            if isinstance(item.key, str) and not is_neutral(item.key):
                count(f"`{item.key}`")
                count_words(item.key)
        for attribute in body.attributes.get(index, ()):
            count_words(attribute.name)
        for call in body.calls.get(index, ()):
            for argument in call.arguments:
                if isinstance(argument.value.value, str):
                    count_words(argument.value.value)
    for comment in comments:
        count_words(comment)
    return counts
