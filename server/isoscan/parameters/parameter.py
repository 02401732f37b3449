"""Parameters, shared globals and scanners as plain data."""

from __future__ import annotations

from typing import Literal, NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.parameters.units import unit_of
from isoscan.source.spans import Span

Origin = Literal["module", "dict_key", "default_arg", "class_attr", "local", "inline", "call_arg"]

# What a literal in the user's code can be once read: what JSON has. None also stands for what it lacks.
ParameterValue = None | bool | int | float | str | tuple["ParameterValue", ...] | dict[str, "ParameterValue"]


class Parameter(NamedTuple):
    """A tunable value that one scanner uses.

    `span` covers the literal's name where it has one (`ATR_MULT`, the key `"atr_mult"`, the default
    argument's name), else the literal itself; `value_span` covers the value. Both in file lines.
    `source` is how the code spells the thing (`ATR_MULT`, `P['atr_mult']`, `df['rsi']`);
    `text` is the value's source text; `via` names the helper through which the value reaches the
    scanner ("" when it reads it itself); `read_by` lists the namespaces of all scanners that read
    the same definition, this one included; `reads` are the places where they do.
    """

    name: str
    qualified_name: str
    value: ParameterValue
    text: str
    origin: Origin
    source: str
    span: Span
    value_span: Span
    via: str
    description: str
    read_by: tuple[str, ...]
    reads: tuple[Span, ...]

    @property
    def shared(self) -> bool:
        """Whether another scanner reads the same definition."""
        return len(self.read_by) > 1

    @property
    def unit(self) -> str:
        """What the value counts (`%`, `USD`, `days`), where its name or its comment tells, else ""."""
        return unit_of(self.name, self.description)


class SharedGlobal(NamedTuple):
    """A module-level name that every scanner may use: a key, a URL, a session, a date, a logger."""

    name: str
    span: Span
    reason: str


class Scanner(NamedTuple):
    """A scanner with everything known about it.

    `dependencies` are the modules it imports and the helpers it calls, by name, sorted.
    `isolation_score` runs from 0 (every read is contaminated) to 1.
    """

    boundary: Boundary
    parameters: tuple[Parameter, ...]
    dependencies: tuple[str, ...]
    isolation_score: float = 1.0
