"""Drafts of table entries: the table, thinned to the entry, with what the entry refers to."""

from __future__ import annotations

from isoscan.extraction.assembly import Writing, sections_of
from isoscan.extraction.closure import Request, close
from isoscan.extraction.draft import Context, Draft, common_remarks, is_kept, other_scanners, quoted
from isoscan.extraction.knobs import Knobs, table_at
from isoscan.extraction.lifting import Lifted, lift, value_replacements
from isoscan.extraction.runner import Runner
from isoscan.model.index import Column
from isoscan.model.module import StatementRef
from isoscan.parameters.parameter import Parameter, Scanner

_CONDITIONS = ("condition", "logic", "query", "expression", "expr", "filter", "rule", "where")
_FUNCTIONS = ("func", "function", "fn", "scan", "screen", "check", "callable", "predicate", *_CONDITIONS)


def draft_table(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a table's entry; gives a sentence where it cannot be done."""
    found = _entry(context, scanner)
    if found is None:
        return "the table it stands in is not a list or dict that a name is given at module level"
    table, index = found
    request = Request(
        roots=(table.ref,),
        entries={table.ref: (table, table.keys[index])},
        others=other_scanners(context, scanner.boundary),
    )
    closure = close(context.layout, context.definitions, request)

    def wanted(parameter: Parameter) -> bool:
        span = parameter.value_span
        return is_kept(context, closure, span) and not context.secrets.touches(span)

    taken = {"Params", "PARAMS"} & closure.reads.keys()
    lifts = context.lifts and not taken
    lifted = lift(context.layout, scanner.parameters, wanted) if lifts else Lifted()
    writing = Writing(
        context.layout,
        context.definitions,
        context.secrets,
        (*value_replacements(context.layout, lifted, "PARAMS"), *context.absolute),
        parameter_spans=tuple(parameter.value_span for parameter in scanner.parameters),
    )
    sections = sections_of(writing, closure)
    needs = {"dataclass"} if lifted.fields else set()
    if any("os.environ" in piece.text for piece in sections.all) and context.secrets.variables:
        needs.add("os")
    return Draft(
        scanner=scanner,
        name=table.name,
        closure=closure,
        sections=sections,
        fields=lifted.fields,
        has_params=bool(lifted.fields),
        binds_params=bool(lifted.fields),
        scanner_code="",
        needs=frozenset(needs),
        slice_texts=tuple(piece.slice_text for piece in sections.all),
        in_code=(),
        runner=_runner(context, table, index),
        remarks=tuple(common_remarks(context, closure, [piece.region for piece in sections.all])),
        columns=frozenset(),
    )


def _entry(context: Context, scanner: Scanner) -> tuple[Knobs, int] | None:
    """The table around a boundary, and which of its entries the boundary is."""
    start = scanner.boundary.name_span.start
    for part in context.layout.module.parts:
        for index, statement in enumerate(part.facts.statements):
            ref = StatementRef(part.index, index)
            span = part.span(statement.span)
            if statement.parent >= 0 or not span.start <= start <= span.end:
                continue
            table = table_at(context.layout, ref)
            if table is None:
                return None
            for position, entry in enumerate(table.spans):
                if part.span(entry).start <= start <= part.span(entry).end:
                    return table, position
    return None


def _runner(context: Context, table: Knobs, index: int) -> Runner:
    """How the entry is tried on bars: its condition as a query, or its function called."""
    part = context.layout.module.parts[table.ref.part]
    key: Column = table.keys[index] if isinstance(table.keys[index], str) else 0
    place = f"{table.name}[{quoted(key) if isinstance(key, str) else 0}]"
    inner = {
        entry.path[1]: entry.value
        for entry in part.facts.entries
        if entry.statement == table.ref.statement
        and entry.container == table.name
        and len(entry.path) == 2
        and entry.path[0] == table.keys[index]
    }
    own = next(
        entry.value
        for entry in part.facts.entries
        if entry.statement == table.ref.statement
        and entry.container == table.name
        and entry.path == (table.keys[index],)
    )
    candidates = [(place, own)] if not inner else []
    candidates += [(f"{place}[{quoted(name)}]", inner[name]) for name in _FUNCTIONS if name in inner]
    for text, value in candidates:
        if value.kind in ("name", "lambda", "attribute"):
            return Runner("table", f"{text}(bars)")
        if value.kind == "constant" and isinstance(value.value, str):
            return Runner("table", f"bars.query({text})")
    return Runner("data", table.name)
