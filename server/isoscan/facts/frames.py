"""Items: subscripts and methods with constant keys, on dicts and frames alike."""

from __future__ import annotations

from isoscan.facts.expression import Expression, Key, value_of
from isoscan.facts.records import ItemAccess, Value
from isoscan.facts.walk import ACCESSES, Walk
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

# Deeper items of items (`P["a"]["b"]`) are not noted: the text of all bases together stays linear.
_LONGEST_BASE = 200
_QUERY_WORD = lazily(r"`([^`]*)`|(@?[A-Za-z_][\w.]*)(\s*\()?|'[^']*'|\"[^\"]*\"|\d[\w.]*")
_QUERY_KEYWORDS = frozenset({"and", "or", "not", "in", "True", "False", "None", "index", "abs"})
# Arguments of methods that name columns to be read: method to (positional, keywords).
_COLUMN_ARGUMENTS = {
    "groupby": (True, ("by",)),
    "sort_values": (True, ("by",)),
    "set_index": (True, ("keys",)),
    "dropna": (False, ("subset",)),
    "drop_duplicates": (True, ("subset",)),
    "nlargest": (False, ("columns",)),
    "nsmallest": (False, ("columns",)),
}


def key_of(expression: Expression) -> tuple[bool, Key, bool]:
    """Whether an expression can be a constant key, the key, and whether it is a pattern."""
    if expression.kind == "string":
        return expression.has_key, expression.key, expression.pattern
    value = expression.value
    if expression.constant and (value is None or isinstance(value, str | int | float | bool)):
        return True, value, False
    return False, None, False


def note_subscript_items(
    walk: Walk, expression: Expression, owner: Expression, indices: list[Expression], access: int
) -> bool:
    """Note the items of `owner[indices]`; tell whether the result is one item, not a choice of rows."""
    how = ACCESSES[access]
    if owner.indexer:
        return _note_indexer_items(walk, expression, owner, indices, how)
    if len(indices) != 1:
        return False
    index = indices[0]
    found, key, pattern = key_of(index)
    if found:
        is_made = isinstance(key, str) or owner.kind == "call"
        base = owner.frame if is_made else owner.dotted
        if base:
            _note(walk, base, key, pattern, how, "item", expression, index)
            if not pattern and len(base) < _LONGEST_BASE:
                expression.frame = f"{base}[{key!r}]"
        _set_key(expression, key, pattern)
        return True
    _note_listed(walk, owner.frame, index, how, "list", expression)
    return False


def _note_indexer_items(
    walk: Walk, expression: Expression, owner: Expression, indices: list[Expression], how: ItemAccess
) -> bool:
    if len(indices) != 2 or owner.indexer in ("iloc", "iat"):
        return False
    column = indices[1]
    found, key, pattern = key_of(column)
    if not found:
        _note_listed(walk, owner.frame, column, how, "loc", expression)
        return False
    if owner.frame:
        _note(walk, owner.frame, key, pattern, how, "loc", expression, column)
    _set_key(expression, key, pattern)
    return True


def _set_key(expression: Expression, key: Key, pattern: bool) -> None:
    expression.has_key = True
    expression.key = key
    expression.pattern = pattern
    if isinstance(key, str):
        expression.subject = key
        expression.is_column = True


def _note_listed(
    walk: Walk, base: str, listed: Expression, how: ItemAccess, via: str, whole: Expression
) -> None:
    """Note one use per constant string in a list or tuple (or the string itself)."""
    if not base:
        return
    parts = [part for _, part, _ in listed.entries or ()] or [listed]
    for part in parts:
        found, key, pattern = key_of(part)
        if found and isinstance(key, str):
            _note(walk, base, key, pattern, how, via, whole, part)


def _note(
    walk: Walk,
    base: str,
    key: Key,
    pattern: bool,
    how: ItemAccess,
    via: str,
    whole: Expression,
    part: Expression,
    default: Value | None = None,
) -> None:
    walk.items.append(
        (
            base,
            key,
            pattern,
            how,
            via,
            walk.span_of(whole.node),
            walk.span_of(part.node),
            default,
            walk.scope,
            walk.statement,
        )
    )


def note_call_items(
    walk: Walk, call: Expression, owner: Expression | None, name: str, given: list[Expression]
) -> None:
    """Note the items that a method call reads or changes by constant keys."""
    if owner is None or not owner.frame or not given:
        return
    note = _METHODS.get(name)
    if note is not None:
        note(walk, call, owner.frame, given)
    elif name in _COLUMN_ARGUMENTS:
        positional, keywords = _COLUMN_ARGUMENTS[name]
        if positional and not given[0].keyword:
            _note_listed(walk, owner.frame, given[0], "read", "by", call)
        for argument in given:
            if argument.keyword in keywords and argument.owner is not None:
                _note_listed(walk, owner.frame, argument.owner, "read", "by", call)


def _note_keyed(
    walk: Walk, call: Expression, base: str, given: list[Expression], how: ItemAccess, via: str
) -> None:
    found, key, pattern = key_of(given[0])
    if not found or given[0].keyword or len(given) > 2:
        return
    default = None
    if len(given) == 2:
        second = given[1]
        default = value_of(second.owner if second.keyword and second.owner is not None else second)
    _note(walk, base, key, pattern, how, via, call, given[0], default)
    if how == "read":
        _set_key(call, key, pattern)


def _note_get(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    _note_keyed(walk, call, base, given, "read", "get")


def _note_pop(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    if not given[0].constant or isinstance(given[0].value, str):
        _note_keyed(walk, call, base, given, "delete", "pop")


def _note_setdefault(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    _note_keyed(walk, call, base, given, "update", "setdefault")


def _note_assign(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    for argument in given:
        if argument.keyword:
            name = argument.node.child(0)
            part = Expression("name", name if name is not None else argument.node)
            _note(walk, base, argument.keyword, False, "write", "assign", call, part)


def _note_insert(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    if len(given) >= 3:
        found, key, pattern = key_of(given[1])
        if found and isinstance(key, str):
            _note(walk, base, key, pattern, "write", "insert", call, given[1])


def _note_drop(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    named = {argument.keyword: argument.owner for argument in given if argument.keyword}
    columns = named.get("columns")
    axis = named.get("axis")
    if columns is not None:
        _note_listed(walk, base, columns, "delete", "drop", call)
    elif axis is not None and axis.value in (1, "columns") and not given[0].keyword:
        _note_listed(walk, base, given[0], "delete", "drop", call)


def _note_rename(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    for argument in given:
        if argument.keyword != "columns" or argument.owner is None:
            continue
        for old, new, _ in argument.owner.entries or ():
            if old is not None and isinstance(old.key, str):
                _note(walk, base, old.key, old.pattern, "delete", "rename", call, old)
            if isinstance(new.key, str):
                _note(walk, base, new.key, new.pattern, "write", "rename", call, new)


def _note_query(walk: Walk, call: Expression, base: str, given: list[Expression]) -> None:
    """Note the columns of a query string; `@name` reads a variable."""
    query = given[0]
    if not isinstance(query.value, str) or query.node.type != "string":
        return
    text = walk.text_of(query.node)
    line, column = query.node.start_point
    opening, closing = query.node.children[0], query.node.children[-1]
    first, last = opening.end_byte - opening.start_byte, len(text) - (closing.end_byte - closing.start_byte)
    for word in _QUERY_WORD.finditer(text, first, last):
        name = word[1] or (word[2] or "").partition(".")[0]
        if not name or word[3] or name in _QUERY_KEYWORDS:
            continue
        start = word.start(1) if word[1] else word.start()
        span = _span_inside(text, line, column, start, start + len(name))
        if name[0] == "@":
            walk.scopes[walk.scope].read.add(name[1:])
            walk.names.append((name[1:], "read", "", span, walk.scope, walk.statement))
            continue
        walk.items.append(
            (
                base, name, False, "read", "query", walk.span_of(call.node), span, None,
                walk.scope, walk.statement,
            )
        )  # fmt: skip


def _span_inside(text: str, line: int, column: int, start: int, end: int) -> Span:
    breaks = text.count("\n", 0, start)
    if breaks:
        line, column = line + breaks, -(text.rfind("\n", 0, start) + 1)
    return Span(line, column + start, line, column + end)


_METHODS = {
    "get": _note_get,
    "pop": _note_pop,
    "setdefault": _note_setdefault,
    "assign": _note_assign,
    "insert": _note_insert,
    "drop": _note_drop,
    "rename": _note_rename,
    "query": _note_query,
    "eval": _note_query,
}
