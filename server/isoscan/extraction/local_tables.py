"""Entries of tables that a function, or an `if`, gives to a name: the table comes to the top level."""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.extraction.draft import Context
from isoscan.extraction.knobs import Knobs
from isoscan.extraction.prepare_form import region_of
from isoscan.extraction.text import Replacement, reindented
from isoscan.model.module import StatementRef
from isoscan.source.spans import Span


def is_local(context: Context, table: Knobs) -> bool:
    """Whether a table's statement stands inside another one."""
    return context.layout.statement(table.ref).parent >= 0


def reason_to_stay(context: Context, table: Knobs, index: int) -> str:
    """Why an entry makes no sense outside of what is around its table; "" when nothing does."""
    part = context.layout.module.parts[table.ref.part]
    entry, function = table.spans[index], _function_around(context, table.ref)
    where = f"`{function}`" if function else "the code around it"
    for use in part.by_statement.names[table.ref.statement]:
        if not _is_in(use.span, entry) or use.home == 0 or use.access != "read":
            continue
        if not _is_in(part.facts.scopes[use.home].span, entry):
            return f"its entry reads `{use.name}`, which only {where} has"
    scope = context.layout.statement(table.ref).scope
    for item in part.facts.items:
        sets = item.base == table.name and item.scope == scope and item.access != "read"
        if sets and item.statement > table.ref.statement and item.key == table.keys[index]:
            return f"{where} changes its entry of `{table.name}` afterwards"
    return ""


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _function_around(context: Context, ref: StatementRef) -> str:
    around = context.layout.module.statements_around(ref)
    names = [context.layout.statement(each).name for each in around if each != ref]
    return next((name for name in names if name), "")


def ignored_reads(context: Context, table: Knobs, index: int) -> frozenset[tuple[int, Span]]:
    """The names in a table's statement that are not in the entry that is kept."""
    entry = table.spans[index]
    return frozenset(
        (table.ref.part, use.span)
        for use in context.layout.module.parts[table.ref.part].by_statement.names[table.ref.statement]
        if not _is_in(use.span, entry)
    )


def table_text(context: Context, table: Knobs, index: int, lifted: Iterable[Replacement] = ()) -> str:
    """The table thinned to the entry, as at the top level; `lifted` comes in the place of values."""
    layout = context.layout
    text = _edited(context, table, index, lifted).rstrip()
    return reindented(text, layout.source.indentation(layout.span(table.ref).line), "")


def slice_text(context: Context, table: Knobs, index: int) -> tuple[Span, str]:
    """The table's text for the checksum, with the place that it has."""
    return region_of(context, table.ref), _edited(context, table, index, ())


def _edited(context: Context, table: Knobs, index: int, lifted: Iterable[Replacement]) -> str:
    region = region_of(context, table.ref)
    removals = table.removals(context.layout, frozenset({table.keys[index]}))
    edits = [*context.secrets.within(region), *removals, *lifted]
    return context.layout.source.edited(region, edits)
