"""Bindings: every place in the file that gives a name, an attribute or a key its value.

A place is a scope, a name in it and a path of attributes and keys (`P["atr"]` is the name `P` at module
level with the path `("atr",)`; `Config.LIMIT` is the name `LIMIT` in the class's scope). Instance
attributes (`self.limit = 5`) belong to the class's scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from isoscan.facts.names import frozen
from isoscan.facts.records import Argument, Assignment, DictEntry, NameUse, Value
from isoscan.model.module import Module, ScopeRef, StatementRef
from isoscan.model.parts import Part
from isoscan.model.slices import class_of_instance
from isoscan.parameters.chains import MODULE, Chain, Path, PathKey
from isoscan.parameters.options import OPTIONS, options_in
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span


class Place(NamedTuple):
    """What a binding binds: `path` is empty for the name itself."""

    scope: ScopeRef
    name: str
    path: Path


class Binding(NamedTuple):
    """One place that gives `place` a value. Spans are in file lines.

    `how` is "name" (`X = 1`, also in a class), "entry" (of a dict display), "item" (`P["x"] = 1`),
    "instance" (`self.x = 1`), "argument" (a default) or "option" (of a command line). `value`
    is None where the code shows none. `conditional` says that it may not run: it stands under `if`, `try`,
    `for`, or in another function.
    """

    place: Place
    how: str
    value: Value | None
    span: Span
    value_span: Span
    ref: StatementRef
    conditional: bool

    @property
    def is_constant(self) -> bool:
        """Whether the value is a literal."""
        return self.value is not None and self.value.constant


class Known(NamedTuple):
    """The bindings under a name that count for a reader: of the name itself, and by path of what is under it.

    `has_items` says that items are given to it one by one.
    """

    bases: tuple[Binding, ...]
    by_path: dict[Path, tuple[Binding, ...]]
    has_items: bool


class PartBindings(NamedTuple):
    """The bindings that stand in one part, in file order, by scope and name.

    `changed` holds the names that are also changed in ways not followed: augmented, loop targets, deleted.
    `classes` are those of the part's scopes that are class bodies: these may be bound in from elsewhere.
    `known` is what counts of the names of its functions.
    """

    by_name: dict[tuple[ScopeRef, str], tuple[Binding, ...]]
    changed: frozenset[tuple[ScopeRef, str]]
    classes: frozenset[int]
    known: dict[tuple[ScopeRef, str], Known]


CONSTRUCTORS = frozenset({"__init__", "__post_init__", "init", "initialize", "setup"})
_CHANGING = frozenset({"augmented", "for", "with", "except", "match", "delete", "comprehension"})


def bindings_in(module: Module, index: int) -> PartBindings:
    """Collect the bindings of a part from its facts."""
    part = module.parts[index]
    found: dict[tuple[ScopeRef, str], list[Binding]] = {}
    for binding in (
        *_arguments(part),
        *_assigned(module, part),
        *_entries(module, part),
        *_keywords(module, part),
        *_options(part),
    ):
        found.setdefault((binding.place.scope, binding.place.name), []).append(binding)
    changed = {
        (MODULE if use.home == 0 else ScopeRef(index, use.home), use.name)
        for use in part.facts.names
        if (use.binding in _CHANGING or use.access == "delete") and not _is_adjusted(part, use)
    }
    by_name = {key: _in_order(bindings) for key, bindings in found.items()}
    classes = frozen([number for number, scope in enumerate(part.facts.scopes) if scope.kind == "class"])
    known = {
        (scope, name): known_from(effective_in_scope(bindings))
        for (scope, name), bindings in by_name.items()
        if scope.part == index and scope.scope not in classes
    }
    return PartBindings(by_name, frozen(changed), classes, known)


def _is_adjusted(part: Part, use: NameUse) -> bool:
    """Whether the module's own code changes a number once on its way, or is done with it, in no branch.

    So with `LIMIT *= 2` and `del LIMIT`: who read it before has what it was.
    """
    is_once = use.binding == "augmented" or use.access == "delete"
    return is_once and use.scope == 0 and part.facts.statements[use.statement].parent < 0


def known_from(bindings: Iterable[Binding]) -> Known:
    """The bindings of one name that count, by their paths."""
    by_path: dict[Path, list[Binding]] = {}
    has_items = False
    for binding in bindings:
        by_path.setdefault(binding.place.path, []).append(binding)
        has_items = has_items or binding.how in ("item", "entry")
    bases = tuple(by_path.pop((), ()))
    return Known(bases, {path: tuple(found) for path, found in by_path.items()}, has_items)


def effective_in_scope(bindings: tuple[Binding, ...]) -> Sequence[Binding]:
    """Of the bindings of one name in a function or class those that count.

    All of an argument's; else the last in the body, what follows it, and what methods assign.
    """
    if not bindings or bindings[0].how == "argument":
        return bindings
    bases = [each for each in bindings if not each.place.path and each.how != "instance"]
    certain = next((each for each in reversed(bases) if not each.conditional), None)
    if certain is None:
        return bindings
    return [each for each in bindings if each.ref >= certain.ref or each.how == "instance"]


def _in_order(bindings: list[Binding]) -> tuple[Binding, ...]:
    if len(bindings) > 1:
        bindings.sort(key=lambda binding: (binding.ref, binding.span))
    return tuple(bindings)


def _arguments(part: Part) -> Iterator[Binding]:
    for index, scope in enumerate(part.facts.scopes):
        if scope.kind not in ("function", "lambda"):
            continue
        for parameter in scope.parameters:
            span = part.span(parameter.span)
            value = parameter.default
            yield Binding(
                Place(ScopeRef(part.index, index), parameter.name, ()),
                "argument",
                value,
                span,
                part.span(value.span) if value else span,
                StatementRef(part.index, max(scope.statement, 0)),
                False,
            )


def _assigned(module: Module, part: Part) -> Iterator[Binding]:
    for assignment in part.facts.assignments:
        value = assignment.value or _parsed_options(part, assignment)
        if value is None or assignment.pattern or not assignment.target:
            continue
        place = _place(module, part, assignment.target, assignment)
        if place is None or assignment.operator:
            continue
        instance = place.scope != MODULE and "." in assignment.target
        how = "instance" if instance else "name"
        if assignment.is_item:
            place, how = place._replace(path=(*place.path, assignment.key)), "item"
        elif place.path:
            how = "item"
        yield Binding(
            place,
            how,
            value,
            part.span(assignment.target_span),
            part.span(value.span),
            StatementRef(part.index, assignment.statement),
            _conditional(part, assignment.statement, place),
        )


def _parsed_options(part: Part, assignment: Assignment) -> Value | None:
    """What the first of `args, rest = parser.parse_known_args()` gets."""
    if not assignment.unpacked:
        return None
    targets = [each.target_span for each in part.by_statement.assignments[assignment.statement]]
    call = next(iter(part.by_statement.calls[assignment.statement]), None)
    if call is None or call.name != "parse_known_args" or assignment.target_span != min(targets):
        return None
    return Value("call", call.span, callee=call.callee, root=call.root)


def _entries(module: Module, part: Part) -> Iterator[Binding]:
    for entry in part.facts.entries:
        place = _place(module, part, entry.container, entry)
        # A list or tuple of literals is one value; only backtrader's `params` are looked into.
        if place is None or (isinstance(entry.path[-1], int) and place.name != "params"):
            continue
        yield Binding(
            place._replace(path=(*place.path, *entry.path)),
            "entry",
            entry.value,
            part.span(entry.key_span),
            part.span(entry.value.span),
            StatementRef(part.index, entry.statement),
            _conditional(part, entry.statement, place),
        )


def _keywords(module: Module, part: Part) -> Iterator[Binding]:
    """The keyword arguments of `SimpleNamespace(atr=1.5)`, and of classes of this file, as items."""
    for assignment in part.facts.assignments:
        value = assignment.value
        if value is None or value.kind != "call" or assignment.operator or assignment.is_item:
            continue
        if value.callee.rpartition(".")[2] not in _NAMESPACES and not _is_class(module, value.callee):
            continue
        place = _place(module, part, assignment.target, assignment)
        if place is None:
            continue
        for call in part.by_statement.calls[assignment.statement]:
            if call.span != value.span:
                continue
            for argument in call.arguments:
                if argument.keyword:
                    yield Binding(
                        place._replace(path=(*place.path, argument.keyword)),
                        "entry",
                        argument.value,
                        part.span(_keyword_span(part, argument)),
                        part.span(argument.value.span),
                        StatementRef(part.index, assignment.statement),
                        _conditional(part, assignment.statement, place),
                    )


def _keyword_span(part: Part, argument: Argument) -> Span:
    """Where the name of a keyword argument stands, if that is right in front of its value."""
    span, name = argument.value.span, argument.keyword
    before = part.lines[span.line][: span.column].rstrip()
    text = before.removesuffix("=").rstrip()
    if before == text or not text.endswith(name):
        return span
    return Span(span.line, len(text) - len(name), span.line, len(text))


def _options(part: Part) -> Iterator[Binding]:
    for scope, parser, name, named, default, ref in options_in(part):
        place = Place(scope, parser, (OPTIONS, name))
        yield Binding(
            place,
            "option",
            default.value,
            part.span(named.value.span),
            part.span(default.value.span),
            ref,
            _conditional(part, ref.statement, place),
        )


_NAMESPACES = frozenset({"SimpleNamespace", "Namespace"})


def _is_class(module: Module, callee: str) -> bool:
    """Whether what is called is a class of this file."""
    return not callee.endswith(("()", "[]")) and module.kind_named(callee) == "class"


def _place(module: Module, part: Part, target: str, record: Assignment | DictEntry) -> Place | None:
    """The place that a target's dotted text names, in the scope where its first name lives."""
    spelled = _path_of(target)
    if spelled is None:
        return None
    root, path = spelled
    home = home_of(part, root, record.scope, record.statement)
    if path and isinstance(path[0], str) and target[len(root)] == ".":
        owner = class_of_instance(module, part, root, home)
        if owner is not None:
            return Place(owner.body, path[0], path[1:])
    return Place(MODULE if home == 0 else ScopeRef(part.index, home), root, path)


_LINKS = lazily(r"\.(?P<name>\w+)|\[(?P<text>'[^'\\]*'|\"[^\"\\]*\")\]")


def _path_of(target: str) -> tuple[str, Path] | None:
    """A target's first name, and the attributes and keys behind it: `P['gap']`, `Config.LIMITS`."""
    if target.isidentifier():
        return target, ()
    root = target[: min(filter(lambda at: at > 0, (target.find("."), target.find("["))), default=0)]
    if not root.isidentifier():
        return None
    path: list[PathKey] = []
    at = len(root)
    for link in _LINKS.finditer(target):
        if link.start() != at:
            return None
        at = link.end()
        path.append(link["name"] or link["text"][1:-1])
    return (root, tuple(path)) if at == len(target) else None


def home_of(part: Part, name: str, scope: int, statement: int) -> int:
    """The scope in which a name used in a statement lives."""
    for use in part.by_statement.names[statement]:
        if use.name == name and use.scope == scope:
            return use.home
    return scope


def _conditional(part: Part, statement: int, place: Place) -> bool:
    """Whether a binding may not have run when the place is read."""
    statements = part.facts.statements
    around = statements[statement].parent
    while around >= 0:
        kind = statements[around].kind
        if kind in ("function", "class"):
            if kind == "class" or place.scope == ScopeRef(part.index, statements[around].body_scope):
                return False
            return place.scope == MODULE or statements[around].name not in CONSTRUCTORS
        if kind != "with":
            return True
        around = statements[around].parent
    return False


def chain_place(chain: Chain) -> Place:
    """The place that a reference reads or writes."""
    return Place(chain.scope, chain.name, chain.path)
