"""What a call passes for the parameters by which a function of the file names columns."""

from __future__ import annotations

import ast
from functools import partial

from isoscan.extraction.effects import (
    ColumnRead,
    Write,
    literal_of,
    surroundings_of,
)
from isoscan.extraction.frames import CallEffects, FrameFunction
from isoscan.extraction.keys import Values, expression_of, possible_values
from isoscan.extraction.layout import Layout
from isoscan.facts.records import Call
from isoscan.model.module import StatementRef


def effects_of_call(
    layout: Layout, ref: StatementRef, call: Call | None, function: FrameFunction, frame: str, *, direct: bool
) -> CallEffects:
    """What a call of a function does to `frame`, columns included whose names it is given."""
    writes = [
        Write(frame, write.key, write.pattern, direct and write.key in function.always and not write.pattern)
        for write in function.writes
    ]
    reads: list[ColumnRead] = []
    is_open = function.is_open
    if not function.templates:
        return CallEffects(tuple(writes), (), is_open)
    given = _passed(layout, ref, call, function) if call is not None else {}
    for template in function.templates:
        node = expression_of(template.text)
        names = possible_values(node, given, lambda _: None) if node is not None else None
        if names is None or not all(isinstance(name, str) for name in names):
            is_open = is_open or template.writes
            continue
        for name in sorted(str(name) for name in names):
            if template.writes:
                writes.append(Write(frame, name, "", direct and len(names) == 1 and function.is_steady))
            else:
                reads.append(ColumnRead(frame, name, "", False))
    written = {write.key for write in writes if write.full}
    return CallEffects(tuple(writes), tuple(read for read in reads if read.key not in written), is_open)


def _passed(layout: Layout, ref: StatementRef, call: Call, function: FrameFunction) -> dict[str, Values]:
    """The strings and numbers that a call passes, by parameter, as far as they can be told."""
    part = layout.module.parts[ref.part]
    node = expression_of(layout.source.between(part.span(call.span)))
    if not isinstance(node, ast.Call):
        return {}
    body = function.unit.body
    where = layout.module.parts[body.part]
    parameters = where.facts.scopes[body.scope].parameters
    arguments: dict[str, ast.expr] = {
        parameter.name: default
        for parameter in parameters
        if parameter.default is not None
        and (default := expression_of(layout.source.between(where.span(parameter.default.span)))) is not None
    }
    around = surroundings_of(layout, ref)
    names = [parameter.name for parameter in parameters if not parameter.star]
    for name, argument in zip(names, node.args, strict=False):
        if isinstance(argument, ast.Starred):
            return {}
        arguments[name] = argument
    arguments.update({keyword.arg: keyword.value for keyword in node.keywords if keyword.arg})
    found: dict[str, Values] = {}
    for name, argument in arguments.items():
        values = possible_values(argument, around.variables, partial(literal_of, layout, ref), around.tests)
        if values is not None:
            found[name] = tuple(sorted(values, key=repr))
    return found
