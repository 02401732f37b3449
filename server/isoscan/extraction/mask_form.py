"""Drafts of mask scanners: a function for the mask, and `prepare` for the columns it reads."""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.extraction.assembly import Sections, Writing, sections_of
from isoscan.extraction.closure import Closure, Request, close
from isoscan.extraction.draft import Context, Draft, common_remarks, identifier, other_scanners
from isoscan.extraction.masks import Mask, MaskBody, find_mask, mask_body
from isoscan.extraction.preparing import Preparation, plan_preparation
from isoscan.extraction.runner import Runner
from isoscan.extraction.text import Replacement, reindented
from isoscan.facts.records import Traits
from isoscan.model.module import StatementRef
from isoscan.parameters.parameter import Scanner
from isoscan.source.spans import Span

_INDENT = "    "


def draft_mask(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a mask; gives a sentence where it cannot be done."""
    mask = find_mask(context.columns, scanner.boundary)
    if isinstance(mask, str):
        return mask
    parameters = [each for each in scanner.parameters if not context.secrets.touches(each.value_span)]
    body = mask_body(context.columns, context.definitions, mask, parameters)
    if isinstance(body, str):
        return body
    container = mask.container if mask.given else None
    plan = plan_preparation(context.columns, container, mask.targets[0], mask.frame, body.slice.needs)
    closure = _close(context, scanner, mask, body, plan)
    name = identifier(mask.name)
    clash = _clash(context, closure, name)
    if clash:
        return clash
    writing = Writing(
        context.layout,
        context.definitions,
        context.secrets,
        parameter_spans=tuple(parameter.value_span for parameter in scanner.parameters),
    )
    sections = sections_of(writing, closure)
    regions = _loose_regions(context, scanner, mask, body, plan)
    code = _mask_code(context, scanner, mask, body, plan, name)
    needs = {"dataclass", "pandas"}
    needs.update({"field"} if any(each.is_factory for each in body.lifted.fields) else ())
    needs.update({"os"} if "os.environ" in code or _reads_environment(context, sections) else ())
    texts = [(piece.region, piece.slice_text) for piece in sections.all] + regions
    remarks = [
        *common_remarks(context, closure, [region for region, _ in texts]),
        *_remarks(context, mask, body, plan),
    ]
    return Draft(
        scanner=scanner,
        name=name,
        closure=closure,
        sections=sections,
        fields=body.lifted.fields,
        binds_params=False,
        scanner_code=code,
        needs=frozenset(needs),
        slice_texts=tuple(text for _, text in sorted(texts)),
        in_code=(),
        runner=Runner("mask", name),
        remarks=tuple(remarks),
        columns=frozenset(_raw_columns(mask, plan)),
    )


# What comes along


def _close(context: Context, scanner: Scanner, mask: Mask, body: MaskBody, plan: Preparation) -> Closure:
    """The closure of the mask's own statements and of `prepare`, with helpers thinned where they may be."""
    loose = [StatementRef(ref.part, index) for ref, indices in body.units for index in sorted(indices)]
    for line in plan.lines:
        loose.extend(StatementRef(line.ref.part, index) for index in context.layout.nested(line.ref))
    calls = _merged(body.slice.calls, plan.calls)
    sites = set(body.slice.sites) | set(plan.sites)
    parts = _thinned(context, calls, sites)
    ignored = set(body.ignored) | _moved_names(context, mask, body, plan) | _beside_calls(context, plan)
    others = other_scanners(context, scanner.boundary)
    helpers = tuple(unit.ref for unit in plan.helpers if unit.ref not in parts)
    while True:
        request = Request(
            roots=(*parts, *helpers),
            parts=parts,
            loose=tuple(dict.fromkeys(loose)),
            ignored=frozenset(ignored),
            others=others,
        )
        closure = close(context.layout, context.definitions, request)
        whole = _called_elsewhere(context, closure, parts, sites, loose, ignored)
        if not whole:
            return closure
        helpers = (*helpers, *whole)
        parts = {ref: indices for ref, indices in parts.items() if ref not in whole}


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


def _moved_names(context: Context, mask: Mask, body: MaskBody, plan: Preparation) -> set[tuple[int, Span]]:
    """Reads in the moved statements of names that become local to the generated functions."""
    ignored: set[tuple[int, Span]] = set()
    in_mask = [StatementRef(ref.part, index) for ref, indices in body.units for index in indices]
    in_prepare = [
        StatementRef(line.ref.part, index) for line in plan.lines for index in context.layout.nested(line.ref)
    ]
    for refs, frames in (
        (in_mask, {mask.frame}),
        (in_prepare, {name for line in plan.lines for name in line.frames}),
    ):
        local = set(frames)
        for ref in refs:
            uses = context.layout.module.parts[ref.part].by_statement.names[ref.statement]
            local.update(use.name for use in uses if use.access == "bind" and use.scope == use.home == 0)
        for ref in refs:
            part = context.layout.module.parts[ref.part]
            ignored.update(
                (part.index, use.span)
                for use in part.by_statement.names[ref.statement]
                if use.home == 0 and use.name in local and _runs_at_module_level(context, ref)
            )
    return ignored


def _beside_calls(context: Context, plan: Preparation) -> set[tuple[int, Span]]:
    """Reads in statements of which only some calls are taken, outside of what is taken."""
    layout = context.layout
    whole = {line.ref for line in plan.lines if line.call is None}
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


def _clash(context: Context, closure: Closure, name: str) -> str:
    """A sentence if a name that is generated is also one of the kept code."""
    taken = {
        use.name
        for piece, indices in closure.kept.items()
        for index in indices
        for use in context.layout.module.parts[piece.part].by_statement.names[index]
        if use.access == "bind" and use.home == 0
    }
    clashes = sorted(taken & {"Params", "prepare", "SCANNER_NAME", name})
    if clashes:
        return f"the source defines `{clashes[0]}`, a name the generated module needs for itself; rename it"
    return ""


# Text


def _mask_code(
    context: Context, scanner: Scanner, mask: Mask, body: MaskBody, plan: Preparation, name: str
) -> str:
    return (
        _prepare_text(context, mask, plan, name)
        + "\n\n\n"
        + _function_text(context, scanner, mask, body, name)
    )


def _function_text(context: Context, scanner: Scanner, mask: Mask, body: MaskBody, name: str) -> str:
    inputs = f", *, {', '.join(body.inputs)}" if body.inputs else ""
    columns = _listed(sorted(body.slice.needs))
    source = mask.parameter if mask.given else mask.frame
    lines = [
        f"def {name}(df: pd.DataFrame, params: Params = Params(){inputs}) -> pd.Series:",
        f'{_INDENT}"""Tell which rows of `df` qualify; `df` stays as it is.',
        "",
        f"{_INDENT}Reads the columns {columns}." if columns else f"{_INDENT}Reads no column by name.",
        f'{_INDENT}"""',
        f"{_INDENT}{source} = df.copy()",
    ]
    for ref, indices in body.units:
        start = scanner.boundary.start_line if ref == mask.targets[0] else None
        lines.append(_unit_text(context, ref, indices, body.replacements, start))
    if mask.column:
        lines.append(f"{_INDENT}return {mask.frame}[{mask.name!r}]")
    elif _is_series(context, mask):
        lines.append(f"{_INDENT}return {mask.name}")
    else:
        lines.append(f"{_INDENT}return pd.Series({mask.name}, index={mask.frame}.index)")
    return "\n".join(lines)


def _is_series(context: Context, mask: Mask) -> bool:
    """Whether a variable's value is surely a series: a comparison of columns, or several put together."""
    ref = mask.targets[-1]
    part = context.layout.module.parts[ref.part]
    values = [each.value for each in part.by_statement.assignments[ref.statement] if each.target == mask.name]
    if not values or values[0] is None:
        return False
    return bool(values[0].traits & Traits.BOOLEAN) and values[0].kind != "call"


def _unit_text(
    context: Context,
    ref: StatementRef,
    indices: frozenset[int],
    replacements: Iterable[Replacement],
    start: int | None = None,
) -> str:
    region = _region(context, ref, start)
    edits = [*context.secrets.within(region), *replacements]
    if len(indices) < len(context.layout.nested(ref)):
        edits.extend(context.layout.removals(ref, indices))
    text = context.layout.source.edited(region, edits).rstrip()
    indentation = context.layout.source.indentation(context.layout.span(ref).line)
    if region.column:
        return _INDENT + reindented(text, indentation, _INDENT)
    return reindented(text, indentation, _INDENT)


def _region(context: Context, ref: StatementRef, start: int | None = None) -> Span:
    region = context.layout.region(ref)
    return region if start is None or region.column else region._replace(line=min(start, region.line))


def _prepare_text(context: Context, mask: Mask, plan: Preparation, name: str) -> str:
    raw = _listed(_raw_columns(mask, plan))
    lines = [
        "def prepare(df: pd.DataFrame) -> pd.DataFrame:",
        f'{_INDENT}"""Add the columns that `{name}` reads; `df` stays as it is.',
        "",
        f"{_INDENT}Raw columns: {raw}." if raw else f"{_INDENT}No raw column is read by name.",
        f'{_INDENT}"""',
        f"{_INDENT}df = df.copy()",
    ]
    for unit in plan.helpers:
        function = context.columns.frame_function(unit)
        returns = function is not None and function.returns_frame
        lines.append(f"{_INDENT}df = {unit.name}(df)" if returns else f"{_INDENT}{unit.name}(df)")
    for line in plan.lines:
        if line.call is not None:
            lines.append(_call_text(context, line.call))
            continue
        renamed = _renamed_frames(context, line.ref, line.frames)
        text = _unit_text(context, line.ref, frozenset(context.layout.nested(line.ref)), renamed)
        lines.append(text)
    lines.append(f"{_INDENT}return df")
    return "\n".join(lines)


def _call_text(context: Context, call: tuple[Span, Span]) -> str:
    """`df = f(df, ...)` for one call of a statement."""
    whole, frame = call
    edits = [*context.secrets.within(whole), Replacement(frame, "df")]
    indentation = context.layout.source.indentation(whole.line)
    return f"{_INDENT}df = " + reindented(context.layout.source.edited(whole, edits), indentation, _INDENT)


def _renamed_frames(context: Context, ref: StatementRef, frames: frozenset[str]) -> list[Replacement]:
    part = context.layout.module.parts[ref.part]
    scope = context.layout.statement(ref).scope
    return [
        Replacement(part.span(use.span), "df")
        for index in context.layout.nested(ref)
        for use in part.by_statement.names[index]
        if use.name in frames - {"df"} and use.home == scope
    ]


def _loose_regions(
    context: Context, scanner: Scanner, mask: Mask, body: MaskBody, plan: Preparation
) -> list[tuple[Span, str]]:
    """The moved statements as they stood, secrets removed, for the checksum."""
    found = {}
    for ref, indices in body.units:
        region = _region(context, ref, scanner.boundary.start_line if ref == mask.targets[0] else None)
        edits = list(context.secrets.within(region))
        if len(indices) < len(context.layout.nested(ref)):
            edits.extend(context.layout.removals(ref, indices))
        found[region] = context.layout.source.edited(region, edits)
    for line in plan.lines:
        region = _region(context, line.ref) if line.call is None else line.call[0]
        found.setdefault(region, context.layout.source.edited(region, context.secrets.within(region)))
    return list(found.items())


def _reads_environment(context: Context, sections: Sections) -> bool:
    return any("os.environ" in piece.text for piece in sections.all) and bool(context.secrets.variables)


def _raw_columns(mask: Mask, plan: Preparation) -> tuple[str, ...]:
    return tuple(sorted(plan.raw - {mask.name}))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _remarks(context: Context, mask: Mask, body: MaskBody, plan: Preparation) -> list[str]:
    layout = context.layout
    remarks = []
    if plan.left_out:
        lines = ", ".join(str(layout.span(ref).line + 1) for ref in plan.left_out)
        remarks.append(
            f"`prepare` only computes columns; the source also picks, orders or rounds rows at line {lines}"
        )
    if plan.kept_whole:
        lines = ", ".join(str(layout.span(ref).line + 1) for ref in plan.kept_whole)
        remarks.append(f"kept whole because it cannot be split safely: line {lines}")
    if plan.helpers:
        names = ", ".join(f"`{unit.name}`" for unit in plan.helpers)
        remarks.append(f"nothing in the source calls it: `prepare` takes the columns from {names}")
    if body.inputs:
        names = ", ".join(f"`{each.split('=')[0]}`" for each in body.inputs)
        container = mask.container.name if mask.container is not None else "the script"
        remarks.append(f"{names} are parameters of `{container}`; pass them by keyword")
    return remarks
