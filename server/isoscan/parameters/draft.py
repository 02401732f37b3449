"""What the extraction layers give: parameters before they have a unique name, and what they work from."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import NamedTuple

from isoscan.facts.records import Comment, Value
from isoscan.model.module import Module
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE, PathKey
from isoscan.parameters.parameter import Origin, ParameterValue
from isoscan.parameters.reading import Reading, is_class_scope, names_directly
from isoscan.parameters.resolve import Resolver
from isoscan.parameters.tunables import parameter_value
from isoscan.source.spans import Span


class Draft(NamedTuple):
    """A parameter of one scanner; fields as in `Parameter`.

    `binding` is the definition it comes from (None for literals in expressions); `assumed` says that
    its keys, not a call in the file, tie it to the scanner.
    """

    name: str
    value: ParameterValue
    text: str
    origin: Origin
    source: str
    span: Span
    value_span: Span
    via: str = ""
    readings: tuple[Reading, ...] = ()
    binding: Binding | None = None
    assumed: bool = False

    @property
    def reads(self) -> tuple[Span, ...]:
        """The places that spell the thing itself, in file order, each once."""
        binding = self.binding
        if binding is None:
            return tuple(sorted({reading.span for reading in self.readings})) or (self.span,)
        return tuple(sorted({reading.span for reading in self.readings if names_directly(reading, binding)}))


@dataclass(slots=True, repr=False, eq=False)
class Workshop:
    """What every layer needs of a module: its resolver, its text, its comments, its shared globals."""

    resolver: Resolver
    shared: frozenset[str]
    patterns: tuple[str, ...] = ()
    marked: frozenset[int] = frozenset()
    dicts: dict[Place, dict[PathKey, Binding]] = field(init=False)
    _comments: dict[int, Comment] = field(init=False)

    def __post_init__(self) -> None:
        self.dicts = _dicts(self.resolver)
        self._comments = {
            part.first_line + comment.span.line: comment
            for part in self.module.parts
            for comment in part.facts.comments
            if not comment.own_line
        }

    @property
    def module(self) -> Module:
        """The module under analysis."""
        return self.resolver.module

    def is_shared(self, binding: Binding) -> bool:
        """Whether every scanner may read a definition: by name, by the settings, by a comment."""
        place = binding.place
        if binding.span.line in self.marked or (place.scope == MODULE and place.name in self.shared):
            return True
        names = (place.name, str(place.path[-1]) if place.path else place.name)
        return any(fnmatchcase(name, pattern) for pattern in self.patterns for name in names)

    def subject_of(self, place: Place) -> str:
        """How the code spells a place: `ATR_MULT`, `P['atr_mult']`, `ClassName.attribute`."""
        text = place.name
        if is_class_scope(self.module, place.scope):
            unit = self.module.unit_of_scope.get(place.scope)
            text = f"{unit.qualified_name}.{place.name}" if unit is not None else place.name
            if place.name == "params" and place.path:
                return f"{text}.{self.parameter_key(place)}"
        if place.path and self._is_object(place):
            return f"{text}.{place.path[0]}" + "".join(f"[{key!r}]" for key in place.path[1:])
        return text + "".join(f"[{key!r}]" for key in place.path)

    def _is_object(self, place: Place) -> bool:
        """Whether a place's name holds an object, whose attributes are written with a dot."""
        bases = [base for base in self.resolver.bindings.of(place.scope, place.name) if not base.place.path]
        if not bases:
            unit = self.module.unit_named(place.name) if place.scope == MODULE else None
            return unit is not None and unit.kind == "class"
        value = bases[-1].value
        if value is None or value.kind != "call":
            return False
        unit = self.module.unit_named(value.callee)
        return value.callee.endswith("Namespace") or (unit is not None and unit.kind == "class")

    def parameter_key(self, place: Place) -> PathKey:
        """The name of an entry of backtrader's `params`: a key, or the first of a pair `("period", 14)`."""
        name = self._first_of_pair(place)
        if name is not None and name.value is not None and isinstance(name.value.value, str):
            return name.value.value
        return place.path[0] if len(place.path) == 1 else None

    def name_span(self, binding: Binding) -> Span:
        """Where a binding's name stands: the key, for an entry of a dict; the text, in a pair."""
        name = self._first_of_pair(binding.place)
        return name.span if name is not None else binding.span

    def _first_of_pair(self, place: Place) -> Binding | None:
        if len(place.path) != 2 or place.path[1] != 1 or place.name != "params":
            return None
        wanted = place._replace(path=(place.path[0], 0))
        known = self.resolver.bindings.of(place.scope, place.name)
        return next((binding for binding in known if binding.place == wanted), None)

    def text_of(self, span: Span) -> str:
        """The source text of a span."""
        return self.module.text_of(span)

    def description_of(self, span: Span) -> str:
        """The comment that stands behind a value on its line, without its `#`."""
        comment = self._comments.get(span.end_line)
        if comment is None or comment.span.column < span.end_column:
            return ""
        text = comment.text.lstrip("#").strip()
        return "" if text.lower().startswith(_PRAGMAS) else text

    def value_of(self, binding: Binding) -> tuple[ParameterValue, str]:
        """A binding's literal as a value and as source text; a table of numbers is one value."""
        literal = self.resolver.literal(binding)
        if literal is not None:
            return parameter_value(literal), self.text_of(self._placed(binding, literal))
        return None, self.text_of(binding.value_span)

    def _placed(self, binding: Binding, literal: Value) -> Span:
        if literal is binding.value:
            return binding.value_span
        return self.module.parts[binding.ref.part].span(literal.span)


def draft_of_binding(
    workshop: Workshop, binding: Binding, readings: list[Reading], origin: Origin, name: str
) -> Draft:
    """A parameter for the definition that `readings` of a scanner reached."""
    value, text = workshop.value_of(binding)
    return Draft(
        name=name,
        value=value,
        text=text,
        origin=origin,
        source=workshop.subject_of(binding.place),
        span=binding.span,
        value_span=binding.value_span,
        via=_via_of(readings),
        readings=tuple(readings),
        binding=binding,
    )


def _via_of(readings: list[Reading]) -> str:
    """The helper through which a value reaches the scanner, "" when it reads it itself."""
    return readings[0].via if readings and all(reading.via for reading in readings) else ""


def _dicts(resolver: Resolver) -> dict[Place, dict[PathKey, Binding]]:
    """The dicts at module level, nested ones too, with their items."""
    found: dict[Place, dict[PathKey, Binding]] = {}
    for (scope, _), known in resolver.bindings.by_name.items():
        if scope == MODULE:
            for binding in known:
                if binding.how == "entry" and not binding.conditional:
                    path = binding.place.path
                    found.setdefault(binding.place._replace(path=path[:-1]), {})[path[-1]] = binding
    return found


_PRAGMAS = ("isoscan:", "noqa", "type:", "pragma:", "pylint:", "fmt:", "ruff:", "pyright:", "nosec")
