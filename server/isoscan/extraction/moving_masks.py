"""Moving masks: where the condition stood, the function is called that it was extracted to."""

from __future__ import annotations

from isoscan.extraction.draft import Context, identifier
from isoscan.extraction.mask_form import is_series, mask_of, open_parameters
from isoscan.extraction.masks import Mask, MaskBody
from isoscan.extraction.text import Replacement
from isoscan.facts.records import Assignment
from isoscan.parameters.parameter import Scanner
from isoscan.source.spans import Span


def mask_replacements(context: Context, scanner: Scanner, module: str) -> list[Replacement] | str:
    """What is changed in the source to move a mask: an import, and a call in the place of its condition.

    `module` is where it was extracted to, dotted as the source imports it. Gives a sentence where the call
    would not do the same.
    """
    found = mask_of(context, scanner)
    if isinstance(found, str):
        return found
    mask, body = found
    if any(each.origin == "default_arg" for each in open_parameters(context, scanner)):
        return f"`{mask.name}` reads what its function is given by default; it can be extracted"
    assignment = _assignment(context, mask, body)
    if isinstance(assignment, str):
        return assignment
    value = assignment.value
    if value is None or not (mask.column or is_series(context, mask)):
        return f"`{mask.name}` may be no series, which the function it becomes gives; it can be extracted"
    function = identifier(mask.name)
    called = _free_name(context, mask, function)
    imported = function if called == function else f"{function} as {called}"
    names = [each.split("=")[0] for each in body.inputs]
    given = ", ".join([mask.frame, *(f"{name}={name}" for name in names)])
    span = context.layout.module.parts[mask.targets[0].part].span(value.span)
    ends = "\r\n" if "\r\n" in context.layout.module.text else "\n"
    line = _below_imports(context)
    return [
        Replacement(Span(line, 0, line, 0), f"from {module} import {imported}{ends}"),
        Replacement(_with_parentheses(context, span), f"{called}({given})"),
    ]


def _assignment(context: Context, mask: Mask, body: MaskBody) -> Assignment | str:
    """The one assignment that makes the mask, or a sentence on why a call cannot stand for it."""
    layout = context.layout
    (target, *more) = mask.targets
    if more or mask.further or {ref for ref, _ in body.units} != {target}:
        return f"`{mask.name}` depends on further statements around it; it can be extracted"
    part = layout.module.parts[target.part]
    assignments = part.by_statement.assignments[target.statement]
    if layout.statement(target).kind != "assignment" or len(assignments) != 1:
        return f"the statement that makes `{mask.name}` does more than that; it can be extracted"
    text = layout.source.between(part.span(assignments[0].target_span))
    wanted = {f'{mask.frame}["{mask.name}"]', f"{mask.frame}['{mask.name}']"} if mask.column else {mask.name}
    if text not in wanted:
        return f"`{text}` is not the whole of `{mask.name}`; it can be extracted"
    return assignments[0]


def _with_parentheses(context: Context, span: Span) -> Span:
    """The span of a value with the parentheses around it, which a fact about it leaves out."""
    source = context.layout.source
    while True:
        before = source.line(span.line)[: span.column].rstrip()
        after = source.line(span.end_line)[span.end_column :]
        closing = len(after) - len(after.lstrip())
        if not before.endswith("(") or after[closing : closing + 1] != ")":
            return span
        span = Span(span.line, len(before) - 1, span.end_line, span.end_column + closing + 1)


def _free_name(context: Context, mask: Mask, name: str) -> str:
    """The name under which the function is called: nobody else's at module level or in the container."""
    module = context.layout.module
    taken = set(module.bindings) | {mask.name if not mask.column else ""}
    if mask.container is not None:
        scope = module.parts[mask.container.body.part].facts.scopes[mask.container.body.scope]
        taken |= scope.bound | scope.read
    called = name
    while called in taken:
        called = f"{called}_mask" if called == name else f"{called}_"
    return called


def _below_imports(context: Context) -> int:
    """The line below the imports that a module begins with, or below its docstring."""
    line = 0
    for part in context.layout.module.parts:
        for statement in part.facts.statements:
            if statement.parent >= 0:
                continue
            is_docstring = statement.kind == "expression" and not line
            if statement.kind != "import" and not is_docstring:
                return line
            line = part.span(statement.span).end_line + 1
    return line
