"""Compares facts with what CPython's own `ast` says: statements, calls, comparisons, items, values.

`ast` columns are UTF-8 bytes and are turned into code points. Inside f-strings Python 3.11 gives no
usable positions, so that there only the number of things is compared.
"""

from __future__ import annotations

import ast
import re
from collections import Counter

from isoscan.facts.records import ChunkFacts

_KINDS = {
    ast.FunctionDef: "function", ast.AsyncFunctionDef: "function", ast.ClassDef: "class",
    ast.Assign: "assignment", ast.AugAssign: "augmented", ast.Expr: "expression", ast.Return: "return",
    ast.Import: "import", ast.ImportFrom: "import", ast.If: "if", ast.For: "for", ast.AsyncFor: "for",
    ast.While: "while", ast.With: "with", ast.AsyncWith: "with", ast.Try: "try", ast.TryStar: "try",
    ast.Match: "match", ast.Global: "global", ast.Nonlocal: "nonlocal", ast.Delete: "delete",
    ast.Raise: "raise", ast.Assert: "assert", ast.Pass: "pass", ast.Break: "break",
    ast.Continue: "continue",
}  # fmt: skip
if hasattr(ast, "TypeAlias"):
    _KINDS[ast.TypeAlias] = "type_alias"
_UNKNOWN = object()


class _Reader(ast.NodeVisitor):
    """Reads from `ast` what facts tell, in the same form."""

    def __init__(self, text):
        self.lines = text.split("\n")
        self.in_annotation = 0
        self.in_pattern_string = 0
        self.rows = Counter()

    def column(self, line, byte):
        text = self.lines[line - 1]
        return byte if text.isascii() else len(text.encode()[:byte].decode(errors="replace"))

    def start(self, node):
        return (node.lineno - 1, self.column(node.lineno, node.col_offset))

    def end(self, node):
        return (node.end_lineno - 1, self.column(node.end_lineno, node.end_col_offset))

    def note(self, *row):
        self.rows[row] += 1

    def read(self, tree):
        pending = [(tree, False)]
        while pending:
            node, in_annotation = pending.pop()
            self.in_annotation = in_annotation
            kind = type(node)
            if kind in _KINDS or kind is ast.AnnAssign:
                self.statement(node)
            handler = getattr(self, f"on_{kind.__name__}", None)
            if handler:
                handler(node)
            for field, value in ast.iter_fields(node):
                inside = in_annotation or field in ("annotation", "returns")
                if isinstance(value, ast.AST):
                    pending.append((value, inside))
                elif isinstance(value, list):
                    pending.extend((item, inside) for item in value if isinstance(item, ast.AST))

    def statement(self, node):
        kind = _KINDS.get(type(node)) or ("assignment" if node.value else "annotation")
        if isinstance(node, ast.If) and self.lines[node.lineno - 1][self.start(node)[1] :].startswith("elif"):
            return
        line = self.lines[node.lineno - 1][self.start(node)[1] :]
        if kind == "expression" and re.match(r"print\s*>>", line):
            kind = "print"
        self.note("statement", kind, self.start(node), self.end(node))

    def on_Call(self, node):
        self.note("call")
        for argument in node.args:
            self.value("argument", "", argument.value if isinstance(argument, ast.Starred) else argument)
        for keyword in node.keywords:
            self.value("argument", keyword.arg or "", keyword.value)
        self.named_attribute(node)

    def value(self, what, name, node):
        constant = constant_of(node)
        if constant is not _UNKNOWN:
            self.note(what, name, repr(constant))

    def on_Compare(self, node):
        self.rows["comparison",] += len(node.ops)

    def on_Assign(self, node):
        for target in node.targets:
            self.target(target, node.value)

    def on_AnnAssign(self, node):
        if node.value:
            self.target(node.target, node.value)
        elif not node.simple and isinstance(node.target, ast.Name):
            # `(name): int` has no effect on the name.
            self.rows["name", node.target.id, "Store"] -= 1

    def on_AugAssign(self, node):
        self.value("value", self.start(node.target), node.value)
        if isinstance(node.target, ast.Name):
            self.note("augmented", node.target.id)

    def on_NamedExpr(self, node):
        self.note("walrus", node.target.id)
        self.target(node.target, node.value)

    def target(self, target, value):
        if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            self.value("value", self.start(target), value)

    def on_Attribute(self, node):
        base = _dotted(node.value)
        if base:
            self.note("attribute", base, node.attr, type(node.ctx).__name__)

    def named_attribute(self, node):
        """`getattr(x, "limit")` and `setattr(x, "limit", 5)` count as attributes."""
        wanted = {"getattr": (2, "Load"), "setattr": (3, "Store")}
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        count, context = wanted.get(function, (0, ""))
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        if not count or len(node.args) < count or starred or node.keywords:
            return
        base, name = _dotted(node.args[0]), node.args[1]
        if base and isinstance(name, ast.Constant) and isinstance(name.value, str):
            start, end = self.start(name), self.end(name)
            source = self.lines[start[0]][start[1] : end[1]] if start[0] == end[0] else ""
            if name.value.isidentifier() and source[1:-1] == name.value:
                self.note("attribute", base, name.value, context)
                if function == "setattr":
                    self.value("value", self.start(node.args[0]), node.args[2])

    def on_Subscript(self, node):
        base = _dotted(node.value)
        key = _key_of(node.slice)
        if base and "(" not in base and key is not _UNKNOWN and not self.in_annotation:
            self.note("item", base, repr(key), type(node.ctx).__name__)

    def on_Return(self, node):
        self.note("return", False)

    def on_Yield(self, node):
        self.note("return", True)

    on_YieldFrom = on_Yield

    def on_FunctionDef(self, node):
        arguments = node.args
        names = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        if arguments.vararg:
            names.append(arguments.vararg)
        if arguments.kwarg:
            names.append(arguments.kwarg)
        docstring = ast.get_docstring(node, clean=False)
        self.note(
            "function",
            node.name,
            tuple(sorted(name.arg for name in names)),
            docstring or "",
            isinstance(node, ast.AsyncFunctionDef),
        )

    on_AsyncFunctionDef = on_FunctionDef

    def on_ClassDef(self, node):
        self.note("class", node.name, ast.get_docstring(node, clean=False) or "")

    def on_TypeAlias(self, node):
        # Its name is no plain assignment.
        self.rows["name", node.name.id, "Store"] -= 1

    def on_Import(self, node):
        for alias in node.names:
            self.note("import", alias.asname or alias.name.partition(".")[0], alias.name, "", 0)

    def on_ImportFrom(self, node):
        for alias in node.names:
            self.note("import", alias.asname or alias.name, node.module or "", alias.name, node.level)

    def on_Name(self, node):
        self.note("name", node.id, type(node.ctx).__name__)


def _dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    first = node.id if isinstance(node, ast.Name) else _call_that_names_a_class(node)
    return ".".join([first, *reversed(parts)]) if first else ""


def _call_that_names_a_class(node):
    """`super()`, `type(self)`, `GapScan()`; and `globals()`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return ""
    name, given = node.func.id, [*node.args, *node.keywords]
    if name in ("super", "globals"):
        return f"{name}()" if not given else ""
    if name == "type":
        is_plain = len(given) == 1 and isinstance(given[0], ast.Name)
        return f"type({given[0].id})" if is_plain else ""
    return f"{name}()" if name[:1].isupper() else ""


def _key_of(node):
    if isinstance(node, ast.JoinedStr):
        holes = [part for part in node.values if not isinstance(part, ast.Constant)]
        return "pattern" if holes else "".join(part.value for part in node.values)
    key = constant_of(node)
    return key if isinstance(key, str | int | float | None) else _UNKNOWN


def constant_of(node):
    """The literal value of an `ast` expression, `_UNKNOWN` if it has none."""
    if isinstance(node, ast.Constant):
        return _UNKNOWN if node.value is Ellipsis or _huge(node.value) else node.value
    if isinstance(node, ast.JoinedStr):
        if all(isinstance(part, ast.Constant) for part in node.values):
            return "".join(part.value for part in node.values)
        return _UNKNOWN
    if isinstance(node, ast.NamedExpr):
        return constant_of(node.value)
    if isinstance(node, ast.Tuple | ast.List):
        parts = [constant_of(part) for part in node.elts]
        return _UNKNOWN if _UNKNOWN in parts else tuple(parts)
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        return _calculated(node, [node.operand])
    if isinstance(node, ast.BinOp):
        return _calculated(node, [node.left, node.right])
    return _UNKNOWN


def _calculated(node, operands):
    values = [constant_of(operand) for operand in operands]
    if any(isinstance(value, bool) or not isinstance(value, int | float | complex) for value in values):
        return _UNKNOWN
    is_power = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
    wanted = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.UAdd, ast.USub, ast.Invert)
    if not is_power and not isinstance(node.op, wanted):
        return _UNKNOWN
    if is_power and (any(isinstance(value, complex) for value in values) or abs(values[1]) > 64):
        return _UNKNOWN
    try:
        value = eval(compile(ast.Expression(node), "oracle", "eval"))
    except (ArithmeticError, TypeError):
        return _UNKNOWN
    return _UNKNOWN if _huge(value) else value


def _huge(value):
    return isinstance(value, int) and value.bit_length() > 1300


def syntax_differences(text: str, facts: ChunkFacts) -> list[str]:
    """What `ast` and the facts disagree on, as lines to read; empty if they agree."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader(text)
    reader.read(ast.parse(text))
    found = _found(text, facts)
    lines = [f"missing {count} x {row}" for row, count in (reader.rows - found).items()]
    return lines + [f"extra {count} x {row}" for row, count in (found - reader.rows).items()]


_CONTEXTS = {"read": "Load", "update": "Store", "write": "Store", "delete": "Del"}


def _found(text, facts):
    rows = Counter()
    for statement in facts.statements:
        span = statement.span
        start = statement.header.start if statement.body_scope >= 0 else span.start
        rows["statement", statement.kind, tuple(start), tuple(span.end)] += 1
    rows["call",] = len(facts.calls)
    rows["comparison",] = len(facts.comparisons)
    for call in facts.calls:
        for argument in call.arguments:
            if argument.value.constant:
                rows["argument", argument.keyword, repr(argument.value.value)] += 1
    for use in facts.assignments:
        if use.value is not None and use.value.constant and not use.unpacked:
            rows["value", tuple(use.target_span.start), repr(use.value.value)] += 1
    for use in facts.attributes:
        rows["attribute", use.base, use.name, _CONTEXTS[use.access]] += 1
    _add_items(text.split("\n"), facts, rows)
    for use in facts.returns:
        rows["return", use.is_yield] += 1
    for scope in facts.scopes:
        if scope.kind == "function":
            names = tuple(sorted(parameter.name for parameter in scope.parameters))
            rows["function", scope.name, names, scope.docstring, scope.is_async] += 1
        elif scope.kind == "class":
            rows["class", scope.name, scope.docstring] += 1
    for use in facts.imports:
        attribute = use.attribute
        rows["import", use.name, use.module, attribute, use.level] += 1
    _add_names(facts, rows)
    return rows


def _add_items(lines, facts, rows):
    """Items written as a plain subscript on a dotted name; the others have no counterpart in `ast`.

    `a["x"]["y"] = 1` updates `a["x"]` in facts, and loads it in `ast`. Items of items and of
    calls are left out.
    """
    targets = {use.target_span for use in facts.assignments}
    for use in facts.items:
        if "[" in use.base or "(" in use.base:
            continue
        span, key = use.span, use.key_span
        if span.line == key.line:
            before = lines[span.line][span.column : key.column]
        else:
            between = [
                lines[span.line][span.column :],
                *lines[span.line + 1 : key.line],
                lines[key.line][: key.column],
            ]
            before = "\n".join(between)
        if "".join(before.replace("\\\n", "").split()) == f"{use.base}[" and use.via == "item":
            text = "pattern" if use.pattern else use.key
            is_inner = use.access == "update" and span not in targets
            context = "Load" if is_inner else _CONTEXTS[use.access]
            rows["item", use.base, repr(text), context] += 1


def _add_names(facts, rows):
    augmented = {(use.span, use.name) for use in facts.names if use.binding == "augmented"}
    plain = ("assignment", "for", "with", "comprehension", "walrus", "annotation", "augmented", "delete")
    for use in facts.names:
        if use.access == "read" and (use.span, use.name) not in augmented:
            rows["name", use.name, "Load"] += 1
        elif use.access != "read" and use.binding in plain:
            rows["name", use.name, "Del" if use.access == "delete" else "Store"] += 1
            if use.binding in ("augmented", "walrus"):
                rows[use.binding, use.name] += 1
