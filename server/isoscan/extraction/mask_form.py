"""Drafts of mask scanners: a function for the mask, and `prepare` for the columns it reads."""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.extraction.assembly import Sections, Writing, sections_of
from isoscan.extraction.closure import Closure, Request
from isoscan.extraction.draft import (
    Context,
    Draft,
    common_remarks,
    identifier,
    mark,
    other_scanners,
    quoted,
)
from isoscan.extraction.masks import Mask, MaskBody, find_mask, mask_body
from isoscan.extraction.preparation import Preparation
from isoscan.extraction.prepare_form import (
    INDENT,
    close_with,
    moved_names,
    preparation_remarks,
    prepare_regions,
    prepare_text,
    region_of,
    unit_text,
    with_classes,
)
from isoscan.extraction.preparing import plan_preparation
from isoscan.extraction.runner import Runner
from isoscan.facts.records import Traits
from isoscan.model.module import StatementRef
from isoscan.parameters.parameter import Parameter, Scanner
from isoscan.source.spans import Span


def mask_of(context: Context, scanner: Scanner) -> tuple[Mask, MaskBody] | str:
    """A scanner's mask and what its function consists of; gives a sentence where it cannot be one."""
    others = [each.boundary for each in context.analysis.scanners if each is not scanner]
    mask = find_mask(context.columns, scanner.boundary, [each for each in others if each.kind == "mask"])
    if isinstance(mask, str):
        return mask
    body = mask_body(context.columns, context.definitions, mask, open_parameters(context, scanner))
    return body if isinstance(body, str) else (mask, body)


def open_parameters(context: Context, scanner: Scanner) -> list[Parameter]:
    """A scanner's parameters that hold no secret."""
    return [each for each in scanner.parameters if not context.secrets.touches(each.value_span)]


def draft_mask(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a mask; gives a sentence where it cannot be done."""
    found = mask_of(context, scanner)
    if isinstance(found, str):
        return found
    mask, body = found
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
        context.absolute,
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
        has_params=True,
        binds_params=False,
        scanner_code=code,
        needs=frozenset(needs),
        slice_texts=tuple(text for _, text in sorted(texts)),
        in_code=(),
        runner=Runner("mask", name),
        remarks=tuple(remarks),
        columns=frozenset(_raw_columns(mask, plan)),
        moved=(*(ref for ref, _ in body.units), *(line.ref for line in plan.lines if not line.text)),
        further_inputs=tuple(_as_given(each.split("=")[0]) for each in body.inputs),
    )


# What comes along


def _close(context: Context, scanner: Scanner, mask: Mask, body: MaskBody, plan: Preparation) -> Closure:
    """The closure of the mask's own statements and of `prepare`."""
    loose = [StatementRef(ref.part, index) for ref, indices in body.units for index in sorted(indices)]
    request = Request(
        loose=tuple(loose),
        ignored=body.ignored | moved_names(context, loose, {mask.frame}),
        others=other_scanners(context, scanner.boundary),
        names=_default_names(context, mask, body),
    )
    if body.instance and mask.container is not None:
        request = with_classes(context, request, [mask.container])
    return close_with(context, request, plan, body.slice.calls, body.slice.sites)


def _as_given(name: str) -> str:
    """What the source calls a further input: of `params` there is another one in the generated function."""
    return "params" if name == "params_" else name


def _default_names(context: Context, mask: Mask, body: MaskBody) -> frozenset[str]:
    """The module's names that defaults of further inputs read, if they mean the same at the end of it."""
    if mask.container is None:
        return frozenset()
    module = context.layout.module
    part = module.parts[mask.container.body.part]
    inputs = {each.split("=")[0] for each in body.inputs}
    defaults = [
        each.default.span
        for each in part.facts.scopes[mask.container.body.scope].parameters
        if each.default is not None and inputs & {each.name, f"{each.name}_"}
    ]
    return frozenset(
        use.name
        for use in part.by_statement.names[mask.container.ref.statement]
        if use.home == 0
        and use.access == "read"
        and len(module.bindings.get(use.name, ())) == 1
        and any(span.start <= use.span.start and use.span.end <= span.end for span in defaults)
    )


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
        prepare_text(context, plan, name, _raw_columns(mask, plan), frozenset(ref for ref, _ in body.units))
        + "\n\n\n"
        + _function_text(context, scanner, mask, body, name)
    )


def _function_text(context: Context, scanner: Scanner, mask: Mask, body: MaskBody, name: str) -> str:
    inputs = f", *, {', '.join(body.inputs)}" if body.inputs else ""
    columns = _listed(sorted(body.slice.needs))
    source = mask.parameter if mask.given else mask.frame
    lines = [
        *([mark(name).rstrip()] if context.marks else ()),
        f"def {name}(df: pd.DataFrame, params: Params = Params(){inputs}) -> pd.Series:",
        f'{INDENT}"""Tell which rows of `df` qualify; `df` stays as it is.',
        "",
        f"{INDENT}Reads the columns {columns}." if columns else f"{INDENT}Reads no column by name.",
        f'{INDENT}"""',
        *([f"{INDENT}{body.instance}"] if body.instance else ()),
        f"{INDENT}{source} = df.copy()",
    ]
    for ref, indices in body.units:
        start = scanner.boundary.start_line if ref == mask.targets[0] else None
        lines.append(unit_text(context, ref, indices, body.replacements, start))
    if mask.column:
        lines.append(f"{INDENT}return {mask.frame}[{quoted(mask.name)}]")
    elif is_series(context, mask):
        lines.append(f"{INDENT}return {mask.name}")
    else:
        lines.append(f"{INDENT}return pd.Series({mask.name}, index={mask.frame}.index)")
    return "\n".join(lines)


def is_series(context: Context, mask: Mask) -> bool:
    """Whether a variable's value is surely a series: a comparison of columns, or several put together."""
    ref = (*mask.targets, *mask.further)[-1]
    part = context.layout.module.parts[ref.part]
    values = [each.value for each in part.by_statement.assignments[ref.statement] if each.target == mask.name]
    if not values or values[0] is None:
        return False
    return bool(values[0].traits & Traits.BOOLEAN) and values[0].kind != "call"


def _loose_regions(
    context: Context, scanner: Scanner, mask: Mask, body: MaskBody, plan: Preparation
) -> list[tuple[Span, str]]:
    """The moved statements as they stood, secrets removed, for the checksum."""
    found = {}
    for ref, indices in body.units:
        region = region_of(context, ref, scanner.boundary.start_line if ref == mask.targets[0] else None)
        edits = list(context.secrets.within(region))
        if len(indices) < len(context.layout.nested(ref)):
            edits.extend(context.layout.removals(ref, indices))
        found[region] = context.layout.source.edited(region, edits)
    found.update(prepare_regions(context, plan))
    return list(found.items())


def _reads_environment(context: Context, sections: Sections) -> bool:
    return any("os.environ" in piece.text for piece in sections.all) and bool(context.secrets.variables)


def _raw_columns(mask: Mask, plan: Preparation) -> tuple[str, ...]:
    return tuple(sorted(plan.raw - {mask.name}))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _remarks(context: Context, mask: Mask, body: MaskBody, plan: Preparation) -> list[str]:
    remarks = preparation_remarks(context, plan)
    if body.inputs:
        names = ", ".join(f"`{each.split('=')[0]}`" for each in body.inputs)
        container = mask.container.name if mask.container is not None else "the script"
        remarks.append(f"pass {names} by keyword, as `{container}` was given it")
    if body.instance and "(" in body.instance:
        name, _, made = body.instance.partition(" = ")
        remarks.append(f"`{name}` is `{made}`: change that where another one is meant")
    return remarks
