"""The walk over one syntax tree: its work stack, where it stands, and what it has gathered so far.

Handlers never call one another for a child: they push tasks, so that nesting costs heap, not the
interpreter's stack. A task is an action with a node and a number whose meaning is the action's own
(a scope, a statement, a count). An expression's handler leaves exactly one `Expression` in
`results`, a statement's none. Records are gathered as plain tuples without `home`, which is known
only when every scope is complete (see `scopes.py`), and are put in source order at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from isoscan.facts.expression import Expression, Key
from isoscan.facts.records import (
    Access,
    Argument,
    Assignment,
    Binding,
    Comparison,
    DictEntry,
    FunctionParameter,
    ImportedName,
    ItemAccess,
    Return,
    ScopeKind,
    StatementKind,
    Value,
)
from isoscan.facts.repair import Repair
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree

NOISE = frozenset({"comment", "line_continuation", "ERROR"})
SILENT = frozenset({"comment", "line_continuation"})

# Access codes, indices into ACCESSES, as tasks carry them.
READ, WRITE, UPDATE, DELETE = range(4)
ACCESSES: tuple[ItemAccess, ...] = ("read", "write", "update", "delete")

# Binding codes, indices into BINDINGS, as tasks carry them.
BINDINGS: tuple[Binding, ...] = (
    "", "assignment", "augmented", "annotation", "parameter", "for", "with", "import", "function",
    "class", "except", "comprehension", "walrus", "match", "type_alias", "type_parameter", "delete",
)  # fmt: skip
BINDING_CODES = {binding: code for code, binding in enumerate(BINDINGS)}


class OpenScope:
    """A scope while its code is being read; fields as in `records.Scope`."""

    __slots__ = (
        "bound",
        "docstring",
        "global_names",
        "is_async",
        "is_generator",
        "kind",
        "name",
        "nonlocal_names",
        "parameters",
        "parent",
        "read",
        "span",
        "statement",
        "traits",
    )

    def __init__(self, kind: ScopeKind, name: str, parent: int, statement: int, span: Span) -> None:
        self.kind: ScopeKind = kind
        self.name = name
        self.parent = parent
        self.statement = statement
        self.span = span
        self.parameters: list[FunctionParameter] = []
        self.bound: set[str] = set()
        self.read: set[str] = set()
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()
        self.is_async = False
        self.is_generator = False
        self.docstring = ""
        # What the last assignment said about a name's value: `mask = df.a > 1; hits = df[mask]`.
        self.traits: dict[str, int] = {}


class OpenStatement:
    """A statement while its code is being read; fields as in `records.Statement`."""

    __slots__ = (
        "annotation",
        "bases",
        "block",
        "body_scope",
        "broken",
        "decorators",
        "end",
        "header",
        "is_async",
        "kind",
        "name",
        "name_span",
        "parent",
        "scope",
        "start",
    )

    def __init__(self, kind: StatementKind, parent: int, scope: int, block: str, span: Span) -> None:
        self.kind: StatementKind = kind
        self.parent = parent
        self.scope = scope
        self.block = block
        self.start = span[:2]
        self.end = span[2:]
        self.header = span
        self.name = ""
        self.name_span = Span(span.line, span.column, span.line, span.column)
        self.body_scope = -1
        self.decorators: tuple[str, ...] = ()
        self.bases: tuple[str, ...] = ()
        self.annotation = ""
        self.is_async = False
        self.broken = False


class Walk:
    """The state of one walk; `run` empties the stack."""

    __slots__ = (
        "assignments",
        "attributes",
        "block",
        "calls",
        "comparisons",
        "entries",
        "graft",
        "imports",
        "is_broken",
        "items",
        "names",
        "parent",
        "part",
        "repair",
        "results",
        "returns",
        "scope",
        "scopes",
        "span_of",
        "stack",
        "statement",
        "statements",
        "text_of",
        "tree",
        "tree_index",
        "trees",
    )

    def __init__(self, tree: SyntaxTree, repair: Repair | None) -> None:
        self.repair = repair
        # The trees read from, with whether their statements are broken; all but the first were set aside.
        self.trees = [(tree, False)]
        self.use_tree(0)
        # The stand-in of a broken header whose block is to be read next.
        self.graft: Node | None = None
        # Called before each statement in the body of the first def or class, with the statement's node.
        self.part: Callable[[Walk, Node], None] | None = None
        self.stack: list[Task] = []
        self.results: list[Expression] = []
        self.scopes: list[OpenScope] = []
        self.statements: list[OpenStatement] = []
        self.scope = 0
        self.statement = -1
        self.parent = -1
        self.block = ""
        self.names: list[tuple[str, Access, Binding, Span, int, int]] = []
        self.items: list[RawItem] = []
        self.attributes: list[RawAttribute] = []
        self.calls: list[RawCall] = []
        self.comparisons: list[Comparison] = []
        self.assignments: list[Assignment] = []
        self.entries: list[DictEntry] = []
        self.returns: list[Return] = []
        self.imports: list[ImportedName] = []

    def use_tree(self, index: int) -> None:
        """Go on with nodes of another one of the trees."""
        self.tree, self.is_broken = self.trees[index]
        self.tree_index = index
        self.span_of = self.tree.span_of
        self.text_of = self.tree.text_of

    def run(self) -> None:
        """Carry out tasks until none is left."""
        stack = self.stack
        while stack:
            action, node, number = stack.pop()
            action(self, node, number)

    def read(self, name: str, node: Node) -> None:
        """Note that the current scope reads `name` at `node`."""
        self.scopes[self.scope].read.add(name)
        self.names.append((name, "read", "", self.span_of(node), self.scope, self.statement))

    def bind(self, name: str, node: Node, binding: Binding, scope: int = -1) -> None:
        """Note that a scope (the current one unless told) binds `name` at `node`."""
        if not name:
            return
        where = self.scope if scope < 0 else scope
        self.scopes[where].bound.add(name)
        access: Access = "delete" if binding == "delete" else "bind"
        self.names.append((name, access, binding, self.span_of(node), where, self.statement))

    def open_scope(self, kind: ScopeKind, name: str, node: Node, parent: int, statement: int = -1) -> int:
        """Add a scope below `parent` and return its index; the walk stays where it is."""
        self.scopes.append(OpenScope(kind, name, parent, statement, self.span_of(node)))
        return len(self.scopes) - 1

    def open_statement(self, kind: StatementKind, node: Node) -> OpenStatement:
        """Add a statement to the current block and make it the current one."""
        opened = OpenStatement(kind, self.parent, self.scope, self.block, self.span_of(node))
        opened.broken = self.is_broken
        self.statement = len(self.statements)
        self.statements.append(opened)
        return opened


def enter_scope(walk: Walk, node: Node, scope: int) -> None:
    """Task: what follows runs in `scope`."""
    walk.scope = scope


Action: TypeAlias = Callable[[Walk, Node, int], None]
Task: TypeAlias = tuple[Action, Node, int]
RawItem: TypeAlias = tuple[str, Key, bool, ItemAccess, str, Span, Span, "Value | None", int, int]
RawAttribute: TypeAlias = tuple[str, str, ItemAccess, Span, int, int]
RawCall: TypeAlias = tuple[str, str, str, str, tuple[Argument, ...], Span, int, int]

# What to do with a node, by its type; each module of handlers adds its own.
HANDLERS: dict[str, Action] = {}


def handles(*types: str) -> Callable[[Action], Action]:
    """Register a handler for node types."""

    def register(action: Action) -> Action:
        HANDLERS.update(dict.fromkeys(types, action))
        return action

    return register


def visit_all(walk: Walk, nodes: list[Node]) -> None:
    """Push the visits of nodes so that they are carried out in order; comments are left out."""
    stack = walk.stack
    for node in reversed(nodes):
        kind = node.type
        if kind not in SILENT:
            stack.append((HANDLERS.get(kind, visit_other), node, 0))


def operands(node: Node) -> list[Node]:
    """The named children that are part of the construct itself: no comments, no errors."""
    return [child for child in node.named_children if child.type not in NOISE]


def visit_other(walk: Walk, node: Node, _: int) -> None:
    """Read an expression of which only the inside matters."""
    walk.stack.append((finish_other, node, len(walk.results)))
    if node.child_count:
        visit_all(walk, node.named_children)


def finish_other(walk: Walk, node: Node, mark: int) -> None:
    """Fold the results since `mark` into one that says nothing but what they count together."""
    expression = Expression("other", node)
    for inner in walk.results[mark:]:
        expression.count(inner)
    del walk.results[mark:]
    walk.results.append(expression)


def forget(walk: Walk, node: Node, mark: int) -> None:
    """Drop the results since `mark`: their facts are noted, and nothing is built on them."""
    del walk.results[mark:]


@handles("ERROR")
def visit_error(walk: Walk, node: Node, _: int) -> None:
    """Read what can be read of a stretch that is no Python; it leaves no result."""
    walk.stack.append((resume, node, walk.statement))
    walk.stack.append((forget, node, len(walk.results)))
    visit_all(walk, node.named_children)


def resume(walk: Walk, node: Node, statement: int) -> None:
    """Go back to a statement, after others inside of what is no Python."""
    walk.statement = statement
