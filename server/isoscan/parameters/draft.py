"""What the extraction layers give: parameters before they have a unique name, and what they work from."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

from isoscan.facts.records import Value
from isoscan.model.module import Module, ScopeRef, StatementRef
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE, PathKey
from isoscan.parameters.frameworks import settings_dicts
from isoscan.parameters.options import OPTIONS
from isoscan.parameters.parameter import Origin, ParameterValue
from isoscan.parameters.reading import Reading, names_directly
from isoscan.parameters.resolve import Resolver
from isoscan.parameters.shared_globals import SharedGlobals
from isoscan.parameters.tunables import parameter_value
from isoscan.source.spans import Span
from isoscan.tracking.store import Family


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
        if not self.readings:
            return () if binding is not None else (self.span,)
        if binding is None:
            return tuple(sorted({reading.span for reading in self.readings}))
        return tuple(sorted({reading.span for reading in self.readings if names_directly(reading, binding)}))


class Workshop:
    """What every layer needs of a module: resolver, text, comments, shared globals; all of it tracked."""

    def __init__(self, resolver: Resolver, shared: SharedGlobals, patterns: tuple[str, ...] = ()) -> None:
        self.resolver = resolver
        self.contents = resolver.contents
        self.shared = shared
        self._patterns = patterns
        store = resolver.module.store
        self._remarks: Family[int, dict[int, tuple[int, str]]] = Family(store, self._remarks_in)
        self._unit_statements: Family[str, StatementRef | None] = Family(store, self._find_unit)

    @property
    def module(self) -> Module:
        """The module under analysis."""
        return self.resolver.module

    def is_shared(self, binding: Binding) -> bool:
        """Whether every scanner may read a definition: by name, by the settings, by a comment."""
        place = binding.place
        if place.scope == MODULE and place.name in self.shared:
            return True
        if binding.span.line in self.contents.marked:
            return True
        names = (place.name, str(place.path[-1]) if place.path else place.name)
        return any(fnmatchcase(name, pattern) for pattern in self._patterns for name in names)

    def statement_of_unit(self, qualified_name: str) -> StatementRef | None:
        """The statement that defines the def or class in force under a dotted name."""
        return self._unit_statements(qualified_name)

    def _find_unit(self, qualified_name: str) -> StatementRef | None:
        unit = self.module.unit_named(qualified_name)
        return unit.ref if unit is not None else None

    def is_class_scope(self, scope: ScopeRef) -> bool:
        """Whether a scope is a class's."""
        return self.resolver.bindings.is_class(scope)

    def subject_of(self, place: Place) -> str:
        """How the code spells a place: `ATR_MULT`, `P['atr_mult']`, `ClassName.attribute`."""
        text = place.name
        if place.path[:1] == (OPTIONS,):
            return ".".join(("args", *map(str, place.path[1:])))
        if self.is_class_scope(place.scope):
            unit = self.module.unit_of_scope.get(place.scope)
            text = f"{unit.qualified_name}.{place.name}" if unit is not None else place.name
            is_framework = unit is not None and place.name in settings_dicts(self.module, unit)
            is_named = is_framework or self._first_of_pair(place) is not None
            if place.name == "params" and place.path and is_named:
                return f"{text}.{self.parameter_key(place)}"
        if place.path and self._is_object(place):
            return f"{text}.{place.path[0]}" + "".join(f"[{key!r}]" for key in place.path[1:])
        return text + "".join(f"[{key!r}]" for key in place.path)

    def items_of(self, name: str) -> dict[Place, dict[PathKey, Binding]]:
        """The dicts under a module-level name, nested ones too, with the items that are surely theirs."""
        found: dict[Place, dict[PathKey, Binding]] = {}
        for binding in self.resolver.bindings.of(MODULE, name):
            if binding.how == "entry" and not binding.conditional:
                path = binding.place.path
                found.setdefault(binding.place._replace(path=path[:-1]), {})[path[-1]] = binding
        return found

    def _is_object(self, place: Place) -> bool:
        """Whether a place's name holds an object, whose attributes are written with a dot."""
        bases = [base for base in self.resolver.bindings.of(place.scope, place.name) if not base.place.path]
        if not bases:
            return place.scope == MODULE and self.module.kind_named(place.name) == "class"
        value = bases[-1].value
        if value is None or value.kind != "call":
            return False
        return value.callee.endswith("Namespace") or self.module.kind_named(value.callee) == "class"

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
        remarks = self._remarks(self.module.parts.index_around(span.end_line))
        column, text = remarks.get(span.end_line, _NO_REMARK)
        return text if column >= span.end_column else ""

    def _remarks_in(self, index: int) -> dict[int, tuple[int, str]]:
        """The comments behind code in a part: by line, the column and what is said."""
        part = self.module.parts[index]
        found: dict[int, tuple[int, str]] = {}
        for comment in part.facts.comments:
            if not comment.own_line:
                found[part.first_line + comment.span.line] = (comment.span.column, _said(comment.text))
        return found

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


def _said(comment: str) -> str:
    """What a comment tells people: without its `#`, and without instructions to tools."""
    parts = [(part, part.strip()) for part in comment.lstrip("#").split("#")]
    return "#".join(part for part, text in parts if not text.lower().startswith(_PRAGMAS)).strip()


_NO_REMARK = (-1, "")
_PRAGMAS = ("isoscan:", "noqa", "type:", "pragma:", "pylint:", "fmt:", "ruff:", "pyright:", "nosec")
