"""Masks that a call is given instead of being assigned: `.assign(gap=...)`, `(...).alias("gap")`."""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.boundaries.mask_record import Mask
from isoscan.boundaries.place import Place
from isoscan.boundaries.vocabulary import column_weight, market_weight
from isoscan.boundaries.weighing import conditions_in
from isoscan.facts.records import Traits, Value
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

# Calls that add the columns they are given to a frame.
ADDING = frozenset({"assign", "with_columns", "with_column", "mutate", "insert", "eval"})
# A column that is spelled with its condition (`df.eval("squeeze = upper < kc_upper")`).
_SPELLED = lazily(r"^\s*(\w+)\s*=(?!=)(.*)$")


def given_masks(place: Place, index: int) -> list[Mask]:
    """The masks among the columns that a statement's calls are given."""
    calls = place.body.calls.get(index, ())
    if not any(call.name in ADDING for call in calls):
        return []
    told = [
        _made(place, index, match[1], argument.value.span, call.span, conditions)
        for call in calls
        if call.name == "eval" and call.arguments
        for argument in call.arguments[:1]
        if isinstance(argument.value.value, str)
        and (match := _SPELLED.match(argument.value.value))
        and (conditions := conditions_in(match[2]))
        and market_weight(match[2])
    ]
    return told + [
        mask
        for name, name_span, span in _columns(place, index)
        if (mask := _mask(place, index, name, name_span, span)) is not None
    ]


def _columns(place: Place, index: int) -> Iterator[tuple[str, Span, Span]]:
    """The columns given: the name, where it stands, and the lines of the whole."""
    for call in place.body.calls.get(index, ()):
        first = call.arguments[0].value if call.arguments else None
        if call.name == "alias" and first is not None and isinstance(first.value, str):
            yield first.value, first.span, call.span
        elif call.name == "insert" and len(call.arguments) > 2:
            named, value = call.arguments[1].value, call.arguments[2].value
            if isinstance(named.value, str) and _may_decide(value):
                yield named.value, named.span, call.span
        elif call.name in ADDING:
            for argument in call.arguments:
                value = argument.value
                if argument.keyword and _may_decide(value):
                    key = _key_span(place, index, argument.keyword) or value.span
                    yield argument.keyword, key, _from(key, value.span)


def _may_decide(value: Value) -> bool:
    return value.kind == "lambda" or bool(value.comparisons or value.traits & Traits.BOOLEAN)


def _key_span(place: Place, index: int, name: str) -> Span | None:
    """Where the name of a column that is given by keyword stands."""
    return next(
        (
            item.key_span
            for item in place.body.items.get(index, ())
            if item.via == "assign" and item.key == name
        ),
        None,
    )


def _from(first: Span, last: Span) -> Span:
    return Span(first.line, first.column, last.end_line, last.end_column)


def _columns_asked(place: Place, index: int) -> list[Span]:
    """Where market columns are named by a call (`pl.col("close")`)."""
    return [
        call.span
        for call in place.body.calls.get(index, ())
        if call.name == "col"
        and any(
            isinstance(argument.value.value, str) and column_weight(argument.value.value)
            for argument in call.arguments
        )
    ]


def _mask(place: Place, index: int, name: str, name_span: Span, span: Span) -> Mask | None:
    within = [
        comparison
        for comparison in place.body.comparisons.get(index, ())
        if span.start <= comparison.span.start < span.end
    ]
    columns = _columns_asked(place, index)
    tests = [
        comparison
        for comparison in within
        if any(column_weight(side) for side in (comparison.subject, comparison.other) if side)
        or any(comparison.span.start <= column.start < comparison.span.end for column in columns)
    ]
    if not tests:
        return None
    literal = any(comparison.literal is not None for comparison in tests)
    return _made(place, index, name, name_span, span, len(tests), literal)


def _made(
    place: Place, index: int, name: str, name_span: Span, span: Span, tests: int, literal: bool = False
) -> Mask:
    first = place.first_line
    return Mask(
        name=name,
        column=True,
        place=place,
        statements=[index],
        start_line=span.line + first,
        end_line=span.end_line + first,
        definition_line=span.line + first,
        attached_line=span.line + first,
        name_span=place.part.span(name_span),
        tests=tests,
        literal=literal,
        market=True,
    )
