"""Drafts of function, class and method scanners: they keep their own code."""

from __future__ import annotations

from dataclasses import replace

from isoscan.extraction.assembly import Sections, Writing, sections_of
from isoscan.extraction.closure import Closure, Request, close
from isoscan.extraction.draft import (
    GENERATED,
    Context,
    Draft,
    columns_read,
    common_remarks,
    is_kept,
    mark,
    other_scanners,
    unit_of,
)
from isoscan.extraction.lifting import Lifted, lift, origin_of, value_replacements
from isoscan.extraction.preparation import Preparation
from isoscan.extraction.prepare_form import close_with, preparation_remarks, prepare_regions, prepare_text
from isoscan.extraction.preparing import plan_preparation
from isoscan.extraction.runner import Runner, runner_of_class, runner_of_function, runner_of_method
from isoscan.extraction.text import Replacement
from isoscan.model.module import Unit
from isoscan.parameters.parameter import Parameter, Scanner
from isoscan.source.spans import Span


def draft_definition(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a function, class or method; gives a sentence where it cannot be done."""
    boundary = scanner.boundary
    unit = unit_of(context.layout, boundary)
    if unit is None:
        return (
            f"its definition at line {boundary.definition_line + 1} cannot be read; correct the syntax there"
        )
    owner = _owner(context, unit)
    if isinstance(owner, str):
        return owner
    request = _request(context, scanner, unit, owner)
    runner = _runner(context, unit, owner)
    prepared = _generated_preparation(context)
    if prepared is not None and owner is None:
        request = replace(request, roots=(*request.roots, prepared.ref))
        runner = _generated_runner(context, unit) or replace(runner, prepares=True)
    plan = _preparation(context, unit, runner) if context.lifts and owner is None else None
    closure = (
        close(context.layout, context.definitions, request)
        if plan is None
        else close_with(context, request, plan, {}, frozenset())
    )
    lifted = _lifted(context, closure, scanner)
    own = owner is None and boundary.kind != "mask" and context.definitions.piece_of(unit.ref) == unit.ref
    writing = Writing(
        context.layout,
        context.definitions,
        context.secrets,
        (*value_replacements(context.layout, lifted, "PARAMS"), *context.absolute, *_mark(context, unit)),
        {unit.ref: boundary.start_line} if own else {},
        tuple(parameter.value_span for parameter in scanner.parameters),
    )
    sections = sections_of(writing, closure)
    gathered = context.lifts or "Params" in closure.reads
    in_code = () if gathered else _in_code(context, closure, scanner, sections)
    needs = _needs(context, sections, lifted)
    texts = [(piece.region, piece.slice_text) for piece in sections.all]
    texts += prepare_regions(context, plan) if plan is not None else []
    regions = [region for region, _ in texts]
    remarks = preparation_remarks(context, plan) if plan is not None else []
    return Draft(
        scanner=scanner,
        name=owner.name if owner is not None else unit.name,
        closure=closure,
        sections=sections,
        fields=lifted.fields,
        has_params=bool(lifted.fields),
        binds_params=bool(lifted.fields),
        scanner_code="" if plan is None else prepare_text(context, plan, unit.name, sorted(plan.raw)),
        needs=needs if plan is None else needs | {"pandas"},
        slice_texts=tuple(text for _, text in sorted(texts)),
        in_code=in_code,
        runner=runner if plan is None else replace(runner, prepares=True),
        remarks=(*common_remarks(context, closure, regions), *remarks),
        columns=columns_read(context, closure) | (plan.raw if plan is not None else frozenset()),
        moved=tuple(line.ref for line in plan.lines if not line.text) if plan is not None else (),
    )


def _mark(context: Context, unit: Unit) -> list[Replacement]:
    """The comment that says that the def is the scanner, above it, if one is wanted."""
    line = context.layout.span(unit.ref).line
    if not context.marks or not context.layout.stands_alone(unit.ref):
        return []
    indentation = context.layout.source.indentation(line)
    return [Replacement(Span(line, 0, line, 0), mark(unit.name, indentation))]


def _generated_preparation(context: Context) -> Unit | None:
    """The function `prepare` of a source that is itself a generated module."""
    module = context.layout.module
    if GENERATED not in module.text[:2000] or "SCANNER_NAME" not in module.bindings:
        return None
    unit = module.unit_named("prepare")
    return unit if unit is not None and unit.kind == "function" and not unit.parent else None


def _generated_runner(context: Context, unit: Unit) -> Runner | None:
    """How a generated mask is called."""
    part = context.layout.module.parts[unit.body.part]
    given = [(each.name, each.annotation) for each in part.facts.scopes[unit.body.scope].parameters]
    is_mask = [name for name, _ in given[:2]] == ["df", "params"] and given[1][1] == "Params"
    return Runner("mask", unit.name) if is_mask and unit.kind == "function" else None


def _preparation(context: Context, unit: Unit, runner: Runner) -> Preparation | None:
    """How the columns come about that a function reads from the bars it is given; None if it needs none."""
    bars = next((each.name for each in runner.inputs if each.source == "bars"), "")
    function = context.columns.frame_function(unit)
    if not bars or function is None or function.parameter != bars:
        return None
    needs = context.columns.needs_of(unit)
    plan = plan_preparation(context.columns, unit, unit.ref, bars, needs)
    taken = "prepare" in context.layout.module.bindings
    return None if taken or needs <= plan.raw else plan


def _owner(context: Context, unit: Unit) -> Unit | str | None:
    """The class of a method, None for what stands by itself; a sentence for what is nested otherwise."""
    if not unit.parent:
        return None
    owner = context.layout.module.unit_named(unit.parent)
    if unit.parent_kind == "class" and owner is not None and not owner.parent and unit.kind == "function":
        return owner
    return f"it is nested in `{unit.parent}`; move it to the top level of the file first"


def _request(context: Context, scanner: Scanner, unit: Unit, owner: Unit | None) -> Request:
    others = other_scanners(context, scanner.boundary)
    if owner is None:
        return Request(roots=(unit.ref,), others=others)
    others.pop(owner.ref, None)
    return Request(members=(unit.ref,), others=others)


def _lifted(context: Context, closure: Closure, scanner: Scanner) -> Lifted:
    taken = {"Params", "PARAMS"} & closure.reads.keys()
    if not context.lifts or taken:
        return Lifted()

    def wanted(parameter: Parameter) -> bool:
        span = parameter.value_span
        return is_kept(context, closure, span) and not context.secrets.touches(span)

    return lift(context.layout, scanner.parameters, wanted)


def _in_code(context: Context, closure: Closure, scanner: Scanner, sections: Sections) -> tuple[str, ...]:
    """The parameters that stay where they are, each as `name = value  (origin)`."""
    gathered = [context.layout.span(piece.ref) for piece in sections.parameters]
    listed = []
    for parameter in sorted(scanner.parameters, key=lambda each: (each.value_span, each.name)):
        span = parameter.value_span
        at_top = any(outer.start <= span.start and span.end <= outer.end for outer in gathered)
        if at_top or not is_kept(context, closure, span) or context.secrets.touches(span):
            continue
        value = " ".join(context.layout.source.between(span).split())
        listed.append(f"{parameter.name} = {value}  ({origin_of(parameter)})")
    return tuple(dict.fromkeys(listed))


def _needs(context: Context, sections: Sections, lifted: Lifted) -> frozenset[str]:
    needs = {"dataclass"} if lifted.fields else set()
    if any(each.is_factory for each in lifted.fields):
        needs.add("field")
    if any(
        "os.environ" in replacement.text
        for piece in sections.all
        for replacement in context.secrets.within(piece.region)
    ):
        needs.add("os")
    return frozenset(needs)


def _runner(context: Context, unit: Unit, owner: Unit | None) -> Runner:
    if owner is not None:
        return runner_of_method(context.layout, unit, owner)
    if unit.kind == "class":
        return runner_of_class(context.layout, unit)
    return runner_of_function(context.layout, unit)
