"""What one statement does to names and to the columns of frames: the ground of slicing by columns.

A column is known by its name alone, whichever local variable holds the frame: `m = df.copy(); m["x"] = ...`
writes the column `x`. That makes slices a little larger than they might be, never smaller.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from isoscan.extraction.column_arguments import may_name_columns, named_columns
from isoscan.extraction.keys import Values, can_be_tested, expression_of, loop_values, possible_values
from isoscan.extraction.layout import Layout
from isoscan.facts.records import AttributeUse, Call, ItemUse
from isoscan.model.definitions import in_force
from isoscan.model.module import StatementRef
from isoscan.model.parts import Part

_WHOLE_WRITES = frozenset({"item", "assign", "insert", "attribute"})
# Reading these depends on which columns there are, and on what is in all of them.
_ALL_COLUMNS = frozenset({"columns", "dtypes", "select_dtypes"})
_ALL_VALUES = frozenset(
    (
        "dropna", "drop_duplicates", "duplicated", "isna", "isnull", "notna", "notnull", "any", "all",
        "values", "to_numpy", "sum", "mean", "max", "min", "median", "std", "idxmax", "idxmin", "nunique",
    )
)  # fmt: skip
# Methods that change the list, dict, set or deque they are called on.
_MUTATING = frozenset(
    (
        "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft",
        "fill", "insert", "intersection_update", "pop", "popitem", "popleft", "put", "remove", "reverse",
        "rotate", "setdefault", "sort", "update",
    )
)  # fmt: skip
_FRAME_ATTRIBUTES = frozenset({"columns", "index"})


class Write(NamedTuple):
    """A write of one column, or of all columns that `pattern` (a regular expression) matches.

    `full` says that afterwards nothing of an earlier column of that name is left.
    """

    base: str
    key: str
    pattern: str
    full: bool

    def may_write(self, key: str) -> bool:
        """Whether the column `key` may be meant."""
        return re.fullmatch(self.pattern, key, re.DOTALL) is not None if self.pattern else key == self.key


class ColumnRead(NamedTuple):
    """A read of one column, or of all that `pattern` matches; `soft`: it need not be there before.

    `base` is "" for what a lambda is given: `df.apply(lambda row: row["x"] > 1, axis=1)`. Where all
    columns are read, `key` says for what: `columns` (which there are) or `values` (what is in them).
    """

    base: str
    key: str
    pattern: str
    soft: bool


class Template(NamedTuple):
    """A column whose name a function is given: `frame[name] = ...`, `text` is the expression in brackets."""

    base: str
    text: str
    writes: bool


@dataclass(frozen=True, slots=True)
class Effects:
    """What a statement's own code does (nested statements apart, but for nested defs and lambdas).

    Names are those of the given scope. `updates` are frames changed in place in ways that are not
    told column by column; `names_whole` are read other than by a constant key, `mutated` changed by one of
    their methods (`rows.append(...)`).
    """

    names_read: frozenset[str]
    names_bound: frozenset[str]
    reads: tuple[ColumnRead, ...]
    writes: tuple[Write, ...]
    updates: frozenset[str]
    names_whole: frozenset[str]
    mutated: frozenset[str]
    templates: tuple[Template, ...] = ()

    def changes(self, name: str, *, whole: bool) -> bool:
        """Whether what a local name holds is changed; `whole`: also by setting one of its items."""
        return name in self.mutated or (whole and any(write.base == name for write in self.writes))


def effects_of(layout: Layout, ref: StatementRef, scope: int) -> Effects:
    """The effects of a statement that runs in `scope`."""
    part = layout.module.parts[ref.part]
    nested = layout.statement(ref).kind in ("function", "class")
    indices = layout.nested(ref) if nested else range(ref.statement, ref.statement + 1)
    read, bound = set(), set()
    whole: set[str] = set()
    for index in indices:
        keyed = {
            item.span.start for item in part.by_statement.items[index] if item.via in ("item", "get", "loc")
        }
        for use in part.by_statement.names[index]:
            if use.home != scope:
                continue
            if use.access == "bind":
                bound.add(use.name)
            if use.access == "read" or use.binding == "augmented":
                read.add(use.name)
                whole.update({use.name} if use.span.start not in keyed else ())
    around = surroundings_of(layout, ref)
    given = _given(part, scope)
    reads = [read for index in indices for read in _reads(layout, part, index, around)]
    templates = []
    for found in _computed_reads(layout, ref, around, given):
        if isinstance(found, Template):
            templates.append(found)
        else:
            reads.append(found)
    writes, updates = [], set()
    for index in indices:
        for write in _writes(layout, part, index, around, given):
            if isinstance(write, str):
                updates.add(write)
            elif isinstance(write, Template):
                templates.append(write)
            else:
                writes.append(write)
    updates.update(_changed_in_place(part, ref.statement))
    reads.extend(ColumnRead(write.base, write.key, write.pattern, True) for write in writes if not write.full)
    mutated = {
        call.root
        for index in indices
        for call in part.by_statement.calls[index]
        if call.home == scope and call.name in _MUTATING and call.callee == f"{call.root}.{call.name}"
    }
    deep = {name for index in indices for name in _changed_deep_down(part, index, scope)}
    return Effects(
        frozenset(read),
        frozenset(bound),
        tuple(reads),
        tuple(writes),
        frozenset(updates | deep),
        frozenset(whole),
        frozenset(mutated | deep),
        tuple(templates),
    )


def _changed_deep_down(part: Part, statement: int, scope: int) -> Iterator[str]:
    """Names whose attributes' attributes a statement sets: `weeks.index.name = "week"`."""
    for attribute in part.by_statement.attributes[statement]:
        root, dot, _ = attribute.base.partition(".")
        if dot and attribute.access != "read" and attribute.home == scope and root not in ("self", "cls"):
            yield root


def _given(part: Part, scope: int) -> frozenset[str]:
    """The parameters of a function that keep the values they are given."""
    names = {parameter.name for parameter in part.facts.scopes[scope].parameters if not parameter.star}
    if not names:
        return frozenset()
    bound = {
        use.name
        for use in part.facts.names
        if use.home == scope and use.access == "bind" and use.binding != "parameter"
    }
    return frozenset(names - bound)


def _template(base: str, index: ast.expr, given: frozenset[str], *, writes: bool) -> Template | None:
    """What stands in brackets as a template, if it is made of strings and parameters only."""
    inner = list(ast.walk(index))
    names = {node.id for node in inner if isinstance(node, ast.Name)}
    plain = (ast.Name, ast.Constant, ast.BinOp, ast.Add, ast.Load, ast.List, ast.Tuple)
    if not names or not names <= given or not all(isinstance(node, plain) for node in inner):
        return None
    return Template(base, ast.unparse(index), writes)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known about the loops and conditions around a statement.

    `variables` are the values that loop variables run through, `tests` the conditions on them that
    hold, `told` the loops and conditions that could be worked out, with the block the statement is in.
    """

    variables: dict[str, Values]
    tests: tuple[ast.expr, ...]
    told: frozenset[tuple[StatementRef, str]]


def surroundings_of(layout: Layout, ref: StatementRef) -> Surroundings:
    """Work out the loops and conditions around a statement, from the outermost in."""
    variables: dict[str, Values] = {}
    tests: list[ast.expr] = []
    told = set()
    around = list(layout.module.statements_around(ref))
    for inner, outer in reversed(list(pairwise(around))):
        kind, block = layout.statement(outer).kind, layout.statement(inner).block
        if kind in ("function", "class"):
            variables, tests = {}, []
        if kind not in ("for", "if") or block != "body":
            continue
        part = layout.module.parts[outer.part]
        header = layout.source.between(part.span(layout.statement(outer).header)).strip().rstrip(":")
        if kind == "for":
            found = loop_values(header, variables, partial(literal_of, layout, outer))
            variables.update(found or {})
            if found and all(found.values()):
                told.add((outer, block))
            continue
        test = expression_of(header.removeprefix("if"))
        if test is not None and can_be_tested(test, variables):
            tests.append(test)
            told.add((outer, block))
    return Surroundings(variables, tuple(tests), frozenset(told))


def literal_of(layout: Layout, ref: StatementRef, name: str) -> ast.expr | None:
    """The literal that a name stands for where `ref` reads it: a constant, a local one, a default."""
    part = layout.module.parts[ref.part]
    home = next((use.home for use in part.by_statement.names[ref.statement] if use.name == name), 0)
    if home == 0:
        sites = in_force(layout.module, name)
        found = [
            (layout.module.parts[site.part], assignment.value)
            for site in sites
            for assignment in layout.module.parts[site.part].by_statement.assignments[site.use.statement]
            if assignment.target == name and not assignment.is_item and not assignment.operator
        ]
        changed = any(item.use.access != "read" for item in layout.module.items.get(name, ()))
        if len(sites) != 1 or changed:
            return None
    else:
        found = [
            (part, assignment.value)
            for assignment in part.facts.assignments
            if assignment.target == name
            and not assignment.is_item
            and part.facts.scopes[assignment.scope] is part.facts.scopes[home]
        ]
        found.extend(
            (part, parameter.default)
            for parameter in part.facts.scopes[home].parameters
            if parameter.name == name
        )
    if len(found) != 1:
        return None
    where, value = found[0]
    if value is None or value.kind not in ("constant", "list", "tuple", "set", "dict"):
        return None
    return expression_of(layout.source.between(where.span(value.span)))


def _reads(layout: Layout, part: Part, statement: int, around: Surroundings) -> Iterator[ColumnRead]:
    for item in part.by_statement.items[statement]:
        if not isinstance(item.key, str) or item.via in ("drop", "pop"):
            continue
        if item.access in ("read", "update") or (item.access == "delete" and item.via == "rename"):
            base = "" if part.facts.scopes[item.home].kind == "lambda" else item.base
            for key, pattern in _keys(layout, part, item, around):
                yield ColumnRead(base, key, pattern, item.access == "delete" or item.via == "get")
    for attribute in part.by_statement.attributes[statement]:
        if "." in attribute.base or attribute.access == "write":
            continue
        if attribute.name in _ALL_COLUMNS:
            yield ColumnRead(attribute.base, "columns", ".+", True)
        elif attribute.name in _ALL_VALUES:
            if not _names_columns(part, statement, attribute):
                yield ColumnRead(attribute.base, "values", ".+", True)
        else:
            yield ColumnRead(attribute.base, attribute.name, "", True)


def _names_columns(part: Part, statement: int, attribute: AttributeUse) -> bool:
    """Whether a method is called for some columns only: `df.dropna(subset=[...])`."""
    return any(
        call.span.start == attribute.span.start
        and call.name == attribute.name
        and any(argument.keyword == "subset" for argument in call.arguments)
        for call in part.by_statement.calls[statement]
    )


_PLAIN_KEY = re.compile(r"""\[(?:"\w+"|'\w+')\]""")


def _computed_reads(
    layout: Layout, ref: StatementRef, around: Surroundings, given: frozenset[str]
) -> Iterator[ColumnRead | Template]:
    """Reads of `df[name]`, `df[[a, b]]` whose columns follow from loops and constants, and in arguments."""
    if layout.statement(ref).kind not in ("assignment", "augmented", "expression", "return"):
        return
    text = layout.source.between(layout.span(ref)).removeprefix("return ")
    # Most statements only name columns outright: they need not be read as trees.
    if "[" not in _PLAIN_KEY.sub("", text) and not may_name_columns(text):
        return
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    nodes = list(ast.walk(tree))
    for base, key in named_columns(nodes):
        yield ColumnRead(base, key, "", False)
    for node in nodes:
        if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
            continue
        if isinstance(node.slice, ast.Constant) or not isinstance(node.ctx, ast.Load):
            continue
        template = _template(node.value.id, node.slice, given, writes=False)
        if template is not None:
            yield template
        found = possible_values(node.slice, around.variables, partial(literal_of, layout, ref), around.tests)
        for key in sorted(key for key in found or () if isinstance(key, str)):
            yield ColumnRead(node.value.id, key, "", False)


def _writes(
    layout: Layout, part: Part, statement: int, around: Surroundings, given: frozenset[str]
) -> Iterator[Write | Template | str]:
    known = set()
    for item in part.by_statement.items[statement]:
        if item.access in ("write", "update") and isinstance(item.key, str):
            known.add(item.span.start)
            full = item.access == "write" and item.via in _WHOLE_WRITES | {"list", "rename"}
            for key, pattern in _keys(layout, part, item, around):
                yield Write(item.base, key, pattern, full and not pattern)
        elif item.access in ("write", "update"):
            known.add(item.span.start)
    for attribute in part.by_statement.attributes[statement]:
        if attribute.access in ("write", "update") and "." not in attribute.base:
            if attribute.name in _FRAME_ATTRIBUTES:
                yield attribute.base
            else:
                yield Write(attribute.base, attribute.name, "", attribute.access == "write")
    bound = {use.span.start for use in part.by_statement.names[statement] if use.access == "bind"}
    for assignment in part.by_statement.assignments[statement]:
        start = assignment.target_span.start
        if start in bound or start in known or assignment.is_item:
            continue
        base = assignment.target.split(".")[0].split("[")[0]
        if "." in assignment.target and not layout.source.between(part.span(assignment.target_span)).endswith(
            "]"
        ):
            continue
        node = expression_of(layout.source.between(part.span(assignment.target_span)))
        index = getattr(node, "slice", None)
        keys = _computed(index, around) if index is not None else None
        template = _template(base, index, given, writes=True) if index is not None and keys is None else None
        if template is not None and isinstance(getattr(node, "value", None), ast.Name):
            yield template
        elif keys is None:
            yield base
        else:
            yield from (Write(base, key, "", True) for key in sorted(keys))


def _keys(layout: Layout, part: Part, item: ItemUse, around: Surroundings) -> list[tuple[str, str]]:
    """The keys an item may have, each with "" or a pattern in place of the exact key."""
    if not item.pattern:
        return [(str(item.key), "")]
    node = expression_of(layout.source.between(part.span(item.key_span)))
    found = (
        possible_values(node, around.variables, lambda _: None, around.tests) if node is not None else None
    )
    if found is not None and all(isinstance(key, str) for key in found):
        return [(str(key), "") for key in sorted(map(str, found))]
    pattern = ".+".join(re.escape(piece) for piece in str(item.key).split("{}"))
    return [(str(item.key), pattern)]


def _computed(index: ast.expr, around: Surroundings) -> set[str] | None:
    """The columns that `df[name]` can mean as a target, if that can be told."""
    found = possible_values(index, around.variables, lambda _: None, around.tests)
    if found is None or not all(isinstance(key, str) for key in found):
        return None
    return {str(key) for key in found}


def _changed_in_place(part: Part, statement: int) -> Iterator[str]:
    for call in part.by_statement.calls[statement]:
        keywords = {argument.keyword: argument.value for argument in call.arguments}
        in_place = "inplace" in keywords and keywords["inplace"].value is True
        appended = call.callee.startswith(f"{call.root}.ta.") and "append" in keywords
        if (in_place or appended) and call.root and not _drops_columns(call):
            yield call.root


def _drops_columns(call: Call) -> bool:
    if call.name != "drop":
        return False
    return any(
        argument.keyword == "columns"
        or (argument.keyword == "axis" and argument.value.value in (1, "columns"))
        for argument in call.arguments
    )
