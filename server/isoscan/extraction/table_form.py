"""Drafts of table entries: the table, thinned to the entry, with what the entry refers to."""

from __future__ import annotations

from isoscan.extraction.assembly import Writing, sections_of
from isoscan.extraction.closure import Request, close
from isoscan.extraction.draft import Context, Draft, common_remarks, is_kept, mark, other_scanners, quoted
from isoscan.extraction.knobs import Knobs, table_at
from isoscan.extraction.lifting import Lifted, lift, value_replacements
from isoscan.extraction.local_tables import (
    ignored_reads,
    is_local,
    reason_to_stay,
    slice_text,
    table_text,
)
from isoscan.extraction.runner import Runner
from isoscan.extraction.text import Replacement
from isoscan.model.index import Column
from isoscan.model.module import StatementRef
from isoscan.parameters.parameter import Parameter, Scanner
from isoscan.source.spans import Span

_CONDITIONS = ("condition", "logic", "query", "expression", "expr", "filter", "rule", "where")
_FUNCTIONS = ("func", "function", "fn", "scan", "screen", "check", "callable", "predicate", *_CONDITIONS)


def draft_table(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a table's entry; gives a sentence where it cannot be done."""
    found = table_entry(context, scanner)
    if found is None:
        return "the table it stands in is not a list or dict that is given to a name"
    table, index = found
    local = is_local(context, table)
    reason = reason_to_stay(context, table, index) if local else ""
    if reason:
        return reason
    request = Request(
        roots=() if local else (table.ref,),
        loose=(table.ref,) if local else (),
        ignored=ignored_reads(context, table, index) if local else frozenset(),
        entries={table.ref: (table, table.keys[index])},
        others=other_scanners(context, scanner.boundary),
    )
    closure = close(context.layout, context.definitions, request)
    place = context.layout.module.parts[table.ref.part].span(table.spans[index])

    def wanted(parameter: Parameter) -> bool:
        span = parameter.value_span
        inside = local and place.start <= span.start and span.end <= place.end
        return (inside or is_kept(context, closure, span)) and not context.secrets.touches(span)

    taken = {"Params", "PARAMS"} & closure.reads.keys()
    lifts = context.lifts and not taken
    lifted = lift(context.layout, scanner.parameters, wanted) if lifts else Lifted()
    values = tuple(value_replacements(context.layout, lifted, "PARAMS"))
    writing = Writing(
        context.layout,
        context.definitions,
        context.secrets,
        (*values, *context.absolute, *(() if local else _mark(context, scanner, table))),
        parameter_spans=tuple(parameter.value_span for parameter in scanner.parameters),
    )
    sections = sections_of(writing, closure)
    code = table_text(context, table, index, values) if local else ""
    code = mark(scanner.boundary.name) + code if local and context.marks else code
    texts = [(piece.region, piece.slice_text) for piece in sections.all]
    texts += [slice_text(context, table, index)] if local else []
    needs = {"dataclass"} if lifted.fields else set()
    if "os.environ" in code + "".join(piece.text for piece in sections.all) and context.secrets.variables:
        needs.add("os")
    return Draft(
        scanner=scanner,
        name=table.name,
        closure=closure,
        sections=sections,
        fields=lifted.fields,
        has_params=bool(lifted.fields),
        binds_params=bool(lifted.fields),
        scanner_code=code,
        needs=frozenset(needs),
        slice_texts=tuple(text for _, text in sorted(texts)),
        in_code=(),
        runner=_runner(context, table, index),
        remarks=tuple(common_remarks(context, closure, [region for region, _ in texts])),
        columns=frozenset(),
        moved=(table.ref,) if local else (),
    )


def _mark(context: Context, scanner: Scanner, table: Knobs) -> list[Replacement]:
    """The comment that says which entry is the scanner, above the table, if one is wanted."""
    line = context.layout.span(table.ref).line
    if not context.marks or not context.layout.stands_alone(table.ref):
        return []
    return [Replacement(Span(line, 0, line, 0), mark(scanner.boundary.name))]


def table_entry(context: Context, scanner: Scanner) -> tuple[Knobs, int] | None:
    """The table around a boundary, and which of its entries the boundary is."""
    start = scanner.boundary.name_span.start
    for part in context.layout.module.parts:
        for index, statement in enumerate(part.facts.statements):
            ref = StatementRef(part.index, index)
            span = part.span(statement.span)
            if not span.start <= start <= span.end:
                continue
            table = table_at(context.layout, ref)
            for position, entry in enumerate(table.spans if table is not None else ()):
                if table is not None and part.span(entry).start <= start <= part.span(entry).end:
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
