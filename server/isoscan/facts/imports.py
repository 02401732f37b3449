"""Handlers for imports."""

from __future__ import annotations

from isoscan.facts.records import ImportedName
from isoscan.facts.walk import NOISE, Walk, handles
from isoscan.source.syntax import Node


def dotted_text(walk: Walk, node: Node) -> str:
    """The text of a dotted name, without the white space Python allows in it."""
    return ".".join(walk.tree.name_of(part) for part in node.named_children if part.type == "identifier")


@handles("import_statement")
def visit_import(walk: Walk, node: Node, _: int) -> None:
    """Read `import a.b, c as d`."""
    walk.open_statement("import", node).broken |= node.has_error
    for child in node.named_children:
        if child.type == "dotted_name":
            first = next((part for part in child.named_children if part.type == "identifier"), None)
            if first is not None:
                _note(walk, child, first, dotted_text(walk, child), "", 0)
        elif child.type == "aliased_import":
            dotted, alias = _aliased(child)
            if dotted is not None and alias is not None:
                _note(walk, child, alias, dotted_text(walk, dotted), "", 0)


@handles("import_from_statement", "future_import_statement")
def visit_from_import(walk: Walk, node: Node, _: int) -> None:
    """Read `from a import b as c` and `from . import *`."""
    walk.open_statement("import", node).broken |= node.has_error
    module, level = "__future__" if node.type.startswith("future") else "", 0
    imported = False
    for child in node.children:
        kind = child.type
        if kind == "import":
            imported = True
        elif not imported and kind == "dotted_name":
            module = dotted_text(walk, child)
        elif not imported and kind == "relative_import":
            module, level = _relative(walk, child)
        elif imported and kind == "wildcard_import":
            walk.imports.append(
                ImportedName("*", module, "*", level, walk.span_of(child), walk.scope, walk.statement)
            )
        elif imported and kind == "dotted_name":
            _note(walk, child, child, module, dotted_text(walk, child), level)
        elif imported and kind == "aliased_import":
            dotted, alias = _aliased(child)
            if dotted is not None and alias is not None:
                _note(walk, child, alias, module, dotted_text(walk, dotted), level)


def _note(walk: Walk, whole: Node, name_node: Node, module: str, attribute: str, level: int) -> None:
    name = walk.tree.name_of(name_node)
    if not name:
        return
    walk.bind(name, name_node, "import")
    walk.imports.append(
        ImportedName(name, module, attribute, level, walk.span_of(whole), walk.scope, walk.statement)
    )


def _aliased(node: Node) -> tuple[Node | None, Node | None]:
    parts = [child for child in node.named_children if child.type not in NOISE]
    return (parts[0], parts[-1]) if len(parts) == 2 else (None, None)


def _relative(walk: Walk, node: Node) -> tuple[str, int]:
    module, level = "", 0
    for child in node.named_children:
        if child.type == "import_prefix":
            level = walk.text_of(child).count(".")
        elif child.type == "dotted_name":
            module = dotted_text(walk, child)
    return module, level
