"""`prepare(df)` as text, and the closure of what it calls, with the functions on the frame's way thinned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from isoscan.extraction.closure import Closure, Request, close
from isoscan.extraction.draft import Context
from isoscan.extraction.instances import class_of
from isoscan.extraction.preparation import Preparation
from isoscan.extraction.text import Replacement, reindented
from isoscan.model.module import StatementRef, Unit
from isoscan.source.literals import tokens_of
from isoscan.source.spans import Span

INDENT = "    "


def close_with(
    context: Context,
    request: Request,
    plan: Preparation,
    calls: dict[StatementRef, frozenset[str]],
    sites: frozenset[tuple[int, Span]],
) -> Closure:
    """The closure of a request and of `prepare`; functions that only prepare a frame are thinned.

    `calls` are the columns wanted from functions beyond what `plan` wants, `sites` the uses of their names.
    """
    lines = [
        StatementRef(line.ref.part, index)
        for line in plan.lines
        if not line.text
        for index in context.layout.nested(line.ref)
    ]
    counted = set(sites) | set(plan.sites)
    made = [line.ref for line in plan.lines if line.text]
    methods = [unit for unit in context.layout.module.units if unit.ref in made and unit.parent]
    request = with_classes(context, request, methods)
    frames = {name for line in plan.lines for name in line.frames}
    ignored = set(request.ignored) | moved_names(context, lines, frames) | _beside_calls(context, plan)
    parts = _thinned(context, _merged(calls, plan.calls), counted)
    parts = {ref: indices for ref, indices in parts.items() if ref not in request.roots}
    roots = (*request.roots, *(unit.ref for unit in plan.helpers if unit.ref not in parts))
    loose = tuple(dict.fromkeys((*request.loose, *lines)))
    while True:
        complete = replace(
            request, roots=(*roots, *parts), parts=parts, loose=loose, ignored=frozenset(ignored)
        )
        closure = close(context.layout, context.definitions, complete)
        whole = _called_elsewhere(context, closure, parts, counted, loose, ignored)
        if not whole:
            return closure
        roots = (*roots, *whole)
        parts = {ref: indices for ref, indices in parts.items() if ref not in whole}


def with_classes(context: Context, request: Request, methods: Iterable[Unit]) -> Request:
    """The request with the classes of methods, in part: generated code makes instances of them."""
    owners = [owner for unit in methods if (owner := class_of(context.layout, unit)) is not None]
    names = request.names | {owner.name for owner in owners}
    return replace(request, names=names, classes=request.classes | {owner.ref for owner in owners})


def moved_names(
    context: Context, refs: Iterable[StatementRef], frames: Iterable[str]
) -> set[tuple[int, Span]]:
    """Reads, in statements of the module's own code that move into a function, of names local to it then."""
    moved = [ref for ref in refs if _runs_at_module_level(context, ref)]
    local = set(frames)
    for ref in moved:
        uses = context.layout.module.parts[ref.part].by_statement.names[ref.statement]
        local.update(use.name for use in uses if use.access == "bind" and use.scope == use.home == 0)
    return {
        (ref.part, use.span)
        for ref in moved
        for use in context.layout.module.parts[ref.part].by_statement.names[ref.statement]
        if use.home == 0 and use.name in local
    }


def _merged(
    one: dict[StatementRef, frozenset[str]], other: dict[StatementRef, frozenset[str]]
) -> dict[StatementRef, frozenset[str]]:
    return {ref: one.get(ref, frozenset()) | other.get(ref, frozenset()) for ref in {*one, *other}}


def _thinned(
    context: Context, calls: dict[StatementRef, frozenset[str]], sites: set[tuple[int, Span]]
) -> dict[StatementRef, frozenset[int]]:
    """The functions that a frame goes through, each with the indices of what stays of it."""
    layout = context.layout
    units = {unit.ref: unit for unit in layout.module.units}
    wanted = dict(calls)
    parts: dict[StatementRef, frozenset[int]] = {}
    work = sorted(wanted)
    while work:
        ref = work.pop()
        slice_ = context.columns.slice_function(units[ref], wanted[ref])
        indices = {ref.statement}
        for kept in slice_.kept:
            inner = layout.statement(kept).kind in ("function", "class")
            indices.update(layout.nested(kept) if inner else (kept.statement,))
        parts[ref] = frozenset(indices)
        sites |= slice_.sites
        for callee, columns in slice_.calls.items():
            known = wanted.get(callee)
            if known is None or not columns <= known:
                wanted[callee] = (known or frozenset()) | columns
                work.append(callee)
    return parts


def _beside_calls(context: Context, plan: Preparation) -> set[tuple[int, Span]]:
    """Reads in statements of which only some calls are taken, outside of what is taken."""
    layout = context.layout
    whole = {line.ref for line in plan.lines if line.call is None and not line.text}
    calls: dict[StatementRef, list[tuple[Span, Span]]] = {}
    for line in plan.lines:
        if line.call is not None and line.ref not in whole:
            calls.setdefault(line.ref, []).append(line.call)
    ignored = set()
    for ref, taken in calls.items():
        part = layout.module.parts[ref.part]
        for use in part.by_statement.names[ref.statement]:
            span = part.span(use.span)
            if not any(_inside(span, call) and not _inside(span, frame) for call, frame in taken):
                ignored.add((part.index, use.span))
    return ignored


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _runs_at_module_level(context: Context, ref: StatementRef) -> bool:
    return all(
        context.layout.statement(around).scope == 0 for around in context.layout.module.statements_around(ref)
    )


def _called_elsewhere(
    context: Context,
    closure: Closure,
    parts: dict[StatementRef, frozenset[int]],
    sites: set[tuple[int, Span]],
    loose: Iterable[StatementRef],
    ignored: set[tuple[int, Span]],
) -> tuple[StatementRef, ...]:
    """Thinned functions that kept code also uses in ways that were not counted: they have to stay whole."""
    names = {context.layout.statement(ref).name: ref for ref in parts}
    whole = set()
    refs = [StatementRef(piece.part, index) for piece, indices in closure.kept.items() for index in indices]
    for ref in (*refs, *loose):
        part = context.layout.module.parts[ref.part]
        for use in part.by_statement.names[ref.statement]:
            known = use.name in names and use.home == 0 and use.access == "read"
            known = known and (part.index, use.span) not in ignored
            if known and (part.index, use.span) not in sites:
                whole.add(names[use.name])
    return tuple(sorted(whole))


def prepare_text(
    context: Context,
    plan: Preparation,
    name: str,
    raw: Iterable[str],
    elsewhere: frozenset[StatementRef] = frozenset(),
) -> str:
    """The function `prepare` for the scanner `name`; `raw` are the columns that have to be there.

    Statements in `elsewhere` are written in another function too, and their comments only there.
    """
    listed = ", ".join(raw)
    lines = [
        "def prepare(df: pd.DataFrame) -> pd.DataFrame:",
        f'{INDENT}"""Add the columns that `{name}` reads; `df` stays as it is.',
        "",
        f"{INDENT}Raw columns: {listed}." if listed else f"{INDENT}No raw column is read by name.",
        f'{INDENT}"""',
        f"{INDENT}df = df.copy()",
    ]
    for unit in plan.helpers:
        function = context.columns.frame_function(unit)
        returns = function is not None and function.returns_frame
        lines.append(f"{INDENT}df = {unit.name}(df)" if returns else f"{INDENT}{unit.name}(df)")
    for line in plan.lines:
        if line.text:
            lines.append(INDENT + line.text)
            continue
        if line.call is not None:
            lines.append(_call_text(context, line.call))
            continue
        renamed = _renamed_frames(context, line.ref, line.frames)
        if line.ref in elsewhere:
            renamed += _comments_out(context, region_of(context, line.ref))
        lines.append(unit_text(context, line.ref, frozenset(context.layout.nested(line.ref)), renamed))
    lines.append(f"{INDENT}return df")
    return "\n".join(lines)


def prepare_regions(context: Context, plan: Preparation) -> list[tuple[Span, str]]:
    """The statements of `prepare` as they stood, secrets removed, for the checksum."""
    found = {}
    for line in plan.lines:
        if line.text:
            continue
        region = region_of(context, line.ref) if line.call is None else line.call[0]
        found[region] = context.layout.source.edited(region, context.secrets.within(region))
    return list(found.items())


def preparation_remarks(context: Context, plan: Preparation) -> list[str]:
    """What the reader should know about `prepare`."""
    remarks = []
    if plan.left_out:
        lines = _lines(context, plan.left_out)
        remarks.append(
            f"`prepare` only computes columns; the source also picks, orders or rounds rows at line {lines}"
        )
    if plan.kept_whole:
        lines = _lines(context, plan.kept_whole)
        remarks.append(f"kept whole because it cannot be split safely: line {lines}")
    if plan.unsplit:
        lines = _lines(context, plan.unsplit)
        remarks.append(f"`prepare` leaves line {lines} out, which reads what only its function has")
    if plan.helpers:
        names = ", ".join(f"`{unit.name}`" for unit in plan.helpers)
        remarks.append(f"nothing in the source calls it: `prepare` takes the columns from {names}")
    return remarks


def _lines(context: Context, refs: Iterable[StatementRef]) -> str:
    return ", ".join(str(context.layout.span(ref).line + 1) for ref in refs)


def unit_text(
    context: Context,
    ref: StatementRef,
    indices: frozenset[int],
    replacements: Iterable[Replacement],
    start: int | None = None,
) -> str:
    """A statement as it stands in a function of its own: what stays of it, rewritten and indented.

    `start` is a file line from which its comments belong to it (a scanner's boundary).
    """
    region = region_of(context, ref, start)
    edits = [*context.secrets.within(region), *replacements]
    if len(indices) < len(context.layout.nested(ref)):
        edits.extend(context.layout.removals(ref, indices))
    text = context.layout.source.edited(region, edits).rstrip()
    indentation = context.layout.source.indentation(context.layout.span(ref).line)
    if region.column:
        return INDENT + reindented(text, indentation, INDENT)
    return reindented(text, indentation, INDENT)


def region_of(context: Context, ref: StatementRef, start: int | None = None) -> Span:
    """A moved statement's region, from `start` on where that is above it."""
    region = context.layout.region(ref)
    return region if start is None or region.column else region._replace(line=min(start, region.line))


def _call_text(context: Context, call: tuple[Span, Span]) -> str:
    """`df = f(df, ...)` for one call of a statement."""
    whole, frame = call
    edits = [*context.secrets.within(whole), Replacement(frame, "df")]
    indentation = context.layout.source.indentation(whole.line)
    return f"{INDENT}df = " + reindented(context.layout.source.edited(whole, edits), indentation, INDENT)


def _comments_out(context: Context, region: Span) -> list[Replacement]:
    """Take the comments of a region out, whole lines where they stand alone."""
    removals = []
    for token in tokens_of(context.layout.source.between(region)):
        if token.kind != "comment":
            continue
        line = region.line + token.span.line
        text = context.layout.source.line(line)
        column = token.span.column + (region.column if token.span.line == 0 else 0)
        if text[:column].strip():
            removals.append(Replacement(Span(line, len(text[:column].rstrip()), line, len(text)), ""))
        elif line < region.end_line:
            removals.append(Replacement(Span(line, 0, line + 1, 0), ""))
    return removals


def _renamed_frames(context: Context, ref: StatementRef, frames: frozenset[str]) -> list[Replacement]:
    part = context.layout.module.parts[ref.part]
    scope = context.layout.statement(ref).scope
    return [
        Replacement(part.span(use.span), "df")
        for index in context.layout.nested(ref)
        for use in part.by_statement.names[index]
        if use.name in frames - {"df"} and use.home == scope
    ]
