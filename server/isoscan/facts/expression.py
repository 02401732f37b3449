"""What the walk knows of an expression once it has read it, to build on in the expressions around it.

`value_of` turns one into the `Value` that records show. An `Expression` is read once and changed
only by the handler that made it, or by the parentheses around it.
"""

from __future__ import annotations

from isoscan.facts.records import Constant, Traits, Value, ValueKind
from isoscan.source.spans import Span
from isoscan.source.syntax import Node

Key = str | int | float | bool | None

BOOLEAN = Traits.BOOLEAN
FLAG = Traits.FLAG
FILTERED = Traits.FILTERED
EMPTY_CONTAINER = Traits.EMPTY_CONTAINER
FRAME = Traits.FRAME


class Expression:
    """An expression in summary; most have few of these, so that the defaults stand on the class.

    `dotted` is the text of a name or dotted name ("" for anything else), `text` the same with calls
    and subscripts shown as `()` and `[]`. `subject` is the short word of `Comparison.subject`, and
    `is_column` says that it is a key. `frame` is the dotted text of what a subscript on this
    expression would pick from: `df` for `df`, `df.copy()`, `df[df.a > 1]`, `df.groupby("t")`.
    `indexer` is `loc`, `iloc`, `at` or `iat` on such a frame. `owner` is the object of an attribute.
    `has_key`, `key` and `pattern` describe a subscript's key, or a string that can be one. `entries`
    are a display's, with key (None in lists), value and the entry's node.
    """

    dotted = ""
    text = ""
    subject = ""
    is_column = False
    root = ""
    callee = ""
    frame = ""
    indexer = ""
    star = ""
    keyword = ""
    constant = False
    value: Constant = None
    has_key = False
    key: Key = None
    pattern = False
    comparisons = 0
    connectives = 0
    traits = 0
    depth = 0
    owner: Expression | None = None
    factor: Expression | None = None
    entries: list[tuple[Expression | None, Expression, Node]] | None = None
    is_display = False

    def __init__(self, kind: ValueKind, node: Node) -> None:
        self.kind: ValueKind = kind
        self.node = node

    def count(self, inner: Expression) -> None:
        """Add the operators inside a part of this expression to its own."""
        self.comparisons += inner.comparisons
        self.connectives += inner.connectives


def value_of(expression: Expression) -> Value:
    """The expression as records show it."""
    node = expression.node
    span: Span = tuple.__new__(Span, node.start_point + node.end_point)
    return Value(
        expression.kind,
        span,
        expression.constant,
        expression.value,
        expression.callee,
        expression.root,
        expression.comparisons,
        expression.connectives,
        expression.traits,
        _spelled(expression.value) if expression.constant else "",
        expression.key if expression.pattern and isinstance(expression.key, str) else "",
    )


def _spelled(value: Constant) -> str:
    """The types of numbers: `1`, `1.0` and `True` are equal in Python, and not the same to a reader."""
    if isinstance(value, (float, bool, complex)):
        return type(value).__name__
    return ",".join(map(_spelled, value)) if isinstance(value, tuple) else ""
