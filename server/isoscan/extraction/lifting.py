"""Parameters as fields of `Params`: which of a scanner's values can be lifted, and what reads them then."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from isoscan.extraction.keys import expression_of
from isoscan.extraction.layout import Layout
from isoscan.extraction.text import Replacement
from isoscan.parameters.parameter import Parameter
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class ParameterField:
    """One field of `Params`: `default` is source text, `origin` says where the value stood."""

    name: str
    annotation: str
    default: str
    is_factory: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Lifted:
    """Fields in file order, and for each parameter that became one the field's name."""

    fields: tuple[ParameterField, ...] = ()
    names: dict[Span, str] = field(default_factory=dict)
    """Field names by the span of the value (file lines)."""


def lift(layout: Layout, parameters: Iterable[Parameter], wanted: Callable[[Parameter], bool]) -> Lifted:
    """Make fields of those `wanted` parameters whose values are literals."""
    found: dict[Span, tuple[Parameter, tuple[str, str, bool]]] = {}
    for parameter in sorted(parameters, key=lambda each: (each.value_span, each.name)):
        if parameter.value_span in found or not wanted(parameter):
            continue
        literal = literal_of(layout.source.between(parameter.value_span))
        if literal is not None:
            found[parameter.value_span] = parameter, literal
    names: dict[Span, str] = {}
    taken: set[str] = set()
    # Of several values of one name the last is the one in force: it gets the name as it is.
    for span, (parameter, _) in reversed(found.items()):
        names[span] = _field_name(parameter.name, taken)
        taken.add(names[span])
    fields = [
        ParameterField(names[span], annotation, default, is_factory, origin_of(parameter))
        for span, (parameter, (annotation, default, is_factory)) in found.items()
    ]
    return Lifted(tuple(fields), {span: names[span] for span in found})


def value_replacements(layout: Layout, lifted: Lifted, owner: str) -> list[Replacement]:
    """Put `owner.field` in the place of each lifted value."""
    return [Replacement(span, padded(layout, span, f"{owner}.{name}")) for span, name in lifted.names.items()]


def padded(layout: Layout, span: Span, text: str) -> str:
    """The text with a space where a letter or digit would touch it (`5if x` is Python)."""
    before = layout.source.line(span.line)[: span.column][-1:]
    after = layout.source.line(span.end_line)[span.end_column :][:1]
    start = " " if before.isalnum() or before == "_" else ""
    return start + text + (" " if after.isalnum() or after == "_" else "")


def literal_of(text: str) -> tuple[str, str, bool] | None:
    """A literal's type, its text as a default, and whether the default needs a factory; None: no literal."""
    node = expression_of(f"({text})")
    if node is None or "#" in text or not _is_literal(node):
        return None
    default = text if "\n" not in text else ast.unparse(node)
    if isinstance(node, ast.List | ast.Set | ast.Dict):
        return _annotation(node), default, True
    return _annotation(node), default, False


def _is_literal(node: ast.expr) -> bool:
    allowed = (
        ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp,
        ast.operator, ast.unaryop, ast.expr_context,
    )  # fmt: skip
    return all(isinstance(inner, allowed) for inner in ast.walk(node))


def _annotation(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return "object" if node.value is None or node.value is ... else type(node.value).__name__
    if isinstance(node, ast.UnaryOp):
        return "bool" if isinstance(node.op, ast.Not) else _annotation(node.operand)
    if isinstance(node, ast.BinOp):
        sides = {_annotation(node.left), _annotation(node.right)}
        if isinstance(node.op, ast.Div) or "float" in sides:
            return "float"
        return sides.pop() if len(sides) == 1 else "object"
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        kinds = {_annotation(part) for part in node.elts}
        inner = kinds.pop() if len(kinds) == 1 else "object"
        if isinstance(node, ast.Tuple):
            return f"tuple[{inner}, ...]"
        return f"{'list' if isinstance(node, ast.List) else 'set'}[{inner}]"
    return "dict[object, object]" if isinstance(node, ast.Dict) else "object"


def _field_name(name: str, taken: set[str]) -> str:
    text = re.sub(r"\W", "_", name) or "value"
    if text[0].isdigit() or keyword.iskeyword(text):
        text = f"_{text}" if text[0].isdigit() else f"{text}_"
    candidate, number = text, 2
    while candidate in taken:
        candidate, number = f"{text}_{number}", number + 1
    return candidate


_ORIGINS = {
    "module": "{source}",
    "dict_key": "{source}",
    "default_arg": "default of {source}",
    "class_attr": "{source}",
    "local": "local variable {source}",
    "inline": "compared with {source}",
    "call_arg": "argument of {source}",
}


def origin_of(parameter: Parameter) -> str:
    """Where a parameter's value stands in the source: a phrase with a 1-based line."""
    phrase = _ORIGINS[parameter.origin].format(source=parameter.source or parameter.name)
    via = f" of {parameter.via}" if parameter.via and parameter.origin in ("default_arg", "local") else ""
    return f"{' '.join(phrase.split())}{via}, line {parameter.value_span.line + 1}"
