"""Handlers for attributes, subscripts and calls: chains that start from a name."""

from __future__ import annotations

from isoscan.facts.assignments import keyword_entries, note_named_assignment, note_update
from isoscan.facts.expression import BOOLEAN, FILTERED, FLAG, Expression, value_of
from isoscan.facts.frames import note_call_items, note_subscript_items
from isoscan.facts.records import Argument, ItemAccess
from isoscan.facts.shapes import INDEXERS, ROWS_OF_FRAME, VIEWS, call_subject, call_traits
from isoscan.facts.walk import ACCESSES, HANDLERS, Action, Walk, forget, handles, visit_all, visit_other
from isoscan.source.spans import Span
from isoscan.source.syntax import Node

# Longer chains go on without their beginning, so that the text of all links together stays linear.
_LONGEST_TEXT = 400


@handles("attribute")
def visit_attribute(walk: Walk, node: Node, access: int) -> None:
    """Read (or write, by the access code) `object.name`."""
    children = node.children
    if len(children) < 3 or not children[0].is_named or children[0].type == "ERROR":
        visit_other(walk, node, 0)
        return
    walk.stack.append((finish_attribute, node, access))
    visit_all(walk, children[:1])


def finish_attribute(walk: Walk, node: Node, access: int) -> None:
    """Note the attribute of a dotted name, and go on with the chain."""
    owner = walk.results[-1]
    if owner.star:
        _finish_splatted(walk, node, access, len(walk.results) - 1, finish_attribute)
        return
    last = node.children[-1]
    name = walk.tree.name_of(last) if last.type == "identifier" else ""
    expression = Expression("attribute", node)
    expression.owner = owner
    expression.root = owner.root
    expression.comparisons = owner.comparisons
    expression.connectives = owner.connectives
    expression.text = f"{owner.text or '()'}.{name}" if len(owner.text) < _LONGEST_TEXT else f"().{name}"
    if owner.dotted and name and len(owner.dotted) < _LONGEST_TEXT:
        walk.attributes.append(
            (owner.dotted, name, ACCESSES[access], walk.span_of(node), walk.scope, walk.statement)
        )
        expression.dotted = expression.frame = f"{owner.dotted}.{name}"
    if name in VIEWS:
        expression.subject = owner.subject
        expression.is_column = owner.is_column
        expression.traits = owner.traits
        if name in INDEXERS:
            expression.indexer = name
            expression.frame = owner.frame
    elif owner.is_column:
        expression.subject = owner.subject
        expression.is_column = True
    else:
        expression.subject = name
    walk.results[-1] = expression


@handles("subscript")
def visit_subscript(walk: Walk, node: Node, access: int) -> None:
    """Read (or write, by the access code) `object[index]`."""
    parts = node.named_children
    if len(parts) < 2 or parts[0].type == "ERROR":
        visit_other(walk, node, 0)
        return
    walk.stack.append((finish_subscript, node, (len(walk.results) << 2) | access))
    visit_all(walk, parts)


def finish_subscript(walk: Walk, node: Node, mark_and_access: int) -> None:
    """Note a subscript with a constant key, and go on with the chain."""
    mark, access = mark_and_access >> 2, mark_and_access & 3
    if walk.results[mark].star:
        _finish_splatted(walk, node, mark_and_access, mark, finish_subscript)
        return
    owner, *indices = walk.results[mark:]
    forget(walk, node, mark)
    expression = Expression("subscript", node)
    expression.root = owner.root
    expression.text = f"{owner.text or '()'}[]" if len(owner.text) < _LONGEST_TEXT else "()[]"
    expression.count(owner)
    for index in indices:
        expression.count(index)
    expression.owner = owner
    expression.subject = owner.subject
    expression.is_column = owner.is_column
    is_tuple = len(indices) == 1 and any(child.type == "," for child in node.children[3:])
    if is_tuple or not note_subscript_items(walk, expression, owner, indices, access):
        expression.frame = owner.frame
        expression.traits = _selection_traits(owner, indices)
    else:
        expression.traits = owner.traits & FILTERED
    walk.results.append(expression)


def _selection_traits(owner: Expression, indices: list[Expression]) -> int:
    kept = owner.traits & (BOOLEAN | FLAG | FILTERED)
    if not indices or owner.indexer in ("iloc", "iat", "at"):
        return kept
    rows = indices[0]
    same_frame = rows.kind == "subscript" and rows.is_column and rows.root == owner.root
    return kept | FILTERED if rows.traits & BOOLEAN or same_frame else kept


def _finish_splatted(walk: Walk, node: Node, number: int, position: int, finish: Action) -> None:
    """The grammar takes `[*a.b()]` for `(*a).b()`: finish the link without the star, then put it back."""
    while walk.results[position].star:
        walk.results[position] = walk.results[position].owner or Expression("other", node)
    finish(walk, node, number)
    splatted = Expression("other", node)
    splatted.star = "*"
    splatted.count(walk.results[-1])
    splatted.owner = walk.results[-1]
    walk.results[-1] = splatted


@handles("slice")
def visit_slice(walk: Walk, node: Node, _: int) -> None:
    """Read `a:b:c`."""
    visit_other(walk, node, 0)


@handles("call")
def visit_call(walk: Walk, node: Node, _: int) -> None:
    """Read a call."""
    function, arguments = _function_and_arguments(node)
    if function is None or arguments is None:
        visit_other(walk, node, 0)
        return
    stack = walk.stack
    stack.append((finish_call, node, len(walk.results)))
    if arguments.type == "argument_list":
        for child in reversed(arguments.named_children):
            kind = child.type
            if kind == "keyword_argument":
                stack.append((_finish_keyword, child, 0))
                visit_all(walk, child.named_children[1:])
            elif kind != "comment":
                stack.append((HANDLERS.get(kind, visit_other), child, 0))
    else:
        visit_all(walk, [arguments])
    visit_all(walk, [function])


def _function_and_arguments(node: Node) -> tuple[Node | None, Node | None]:
    children = node.children
    if len(children) != 2:
        children = [child for child in children if child.is_named and not child.is_extra]
    if len(children) == 2 and children[1].type in ("argument_list", "generator_expression"):
        return children[0], children[1]
    return None, None


def _finish_keyword(walk: Walk, node: Node, _: int) -> None:
    """Name the value of a keyword argument."""
    name = node.child(0)
    argument = Expression("other", node)
    argument.keyword = walk.tree.name_of(name) if name is not None else ""
    argument.owner = walk.results[-1]
    walk.results[-1] = argument


@handles("keyword_argument")
def visit_keyword(walk: Walk, node: Node, _: int) -> None:
    """Read a keyword argument that stands outside of a call (in broken code): its name is no read."""
    visit_all(walk, node.named_children[1:2])


def finish_call(walk: Walk, node: Node, mark: int) -> None:
    """Note a call with its arguments, and go on with the chain."""
    if walk.results[mark].star:
        _finish_splatted(walk, node, mark, mark, finish_call)
        return
    function, *given = walk.results[mark:]
    forget(walk, node, mark)
    expression = Expression("call", node)
    expression.count(function)
    positional: list[Expression] = []
    arguments: list[Argument] = []
    for part in given:
        inner = part
        if part.owner is not None and (part.keyword or part.star):
            inner = part.owner
        else:
            positional.append(part)
        expression.count(inner)
        arguments.append(Argument(part.keyword, part.star, value_of(inner)))
    text = function.text or "()"
    name = text.rpartition(".")[2] if function.kind in ("name", "attribute") else ""
    owner = function.owner if function.kind == "attribute" else None
    expression.callee = text
    expression.root = function.root
    expression.text = text + "()" if len(text) < _LONGEST_TEXT else "()"
    if function.kind == "name" and (text in _NAMING_CLASSES or text[:1].isupper()):
        expression.dotted = _dotted_call(text, arguments, positional)
        if text == "globals":
            expression.frame = expression.dotted
    expression.subject, expression.is_column = call_subject(owner, name, positional)
    expression.traits = call_traits(owner, text, name, positional)
    if owner is not None and name in ROWS_OF_FRAME:
        expression.frame = owner.frame
    walk.calls.append(
        (
            text,
            name,
            function.root,
            owner.subject if owner is not None else "",
            tuple(arguments),
            walk.span_of(node),
            walk.scope,
            walk.statement,
        )
    )
    if owner is not None:
        note_call_items(walk, expression, owner, name, given)
        if name == "update":
            note_update(walk, owner, given)
    elif text in _ATTRIBUTE_CALLS:
        _note_named_attribute(walk, text, given)
    if text == "dict" or name in _WRAPPING:
        shown = [part.entries for part in positional[:1] if part.kind == "dict" and part.entries]
        expression.entries = [*(shown[0] if shown else ()), *keyword_entries(given)]
    walk.results.append(expression)


# Calls that give a class, or an object of one, whose attributes are as good as named; and the module's names.
_NAMING_CLASSES = frozenset({"super", "type", "globals"})


def _dotted_call(function: str, arguments: list[Argument], positional: list[Expression]) -> str:
    """The base of attributes of `super()`, `type(self)`, `GapScan()`; "" for other calls.

    So with the items of `globals()`.
    """
    if function in ("super", "globals"):
        return f"{function}()" if not arguments else ""
    if function == "type":
        owner = positional[0].dotted if len(positional) == len(arguments) == 1 else ""
        return f"type({owner})" if owner.isidentifier() else ""
    return f"{function}()"


# What makes a mapping of the dict it is given (of the first one, which goes before the others).
_WRAPPING = frozenset({"MappingProxyType", "OrderedDict", "ChainMap"})

# Calls that read or write the attribute that a text names, with the number of arguments they need.
_ATTRIBUTE_CALLS = {"getattr": 2, "setattr": 3}


def _note_named_attribute(walk: Walk, function: str, given: list[Expression]) -> None:
    """Note `getattr(x, "limit")` as `x.limit`, `setattr(x, "limit", 5)` as `x.limit = 5`."""
    if len(given) < _ATTRIBUTE_CALLS[function] or any(part.keyword or part.star for part in given):
        return
    owner, text, name = given[0], given[1].node, given[1].value
    if not owner.dotted or not isinstance(name, str) or not name.isidentifier():
        return
    if walk.text_of(text)[1:-1] != name:
        return
    # It ends where the name ends, as every attribute does.
    line, column = text.end_point
    span = Span(*owner.node.start_point, line, column - 1)
    access: ItemAccess = "write" if function == "setattr" else "read"
    walk.attributes.append((owner.dotted, name, access, span, walk.scope, walk.statement))
    if function == "setattr":
        note_named_assignment(walk, f"{owner.dotted}.{name}", span, given[2])
