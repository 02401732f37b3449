"""Single steps of resolution: from one place or binding to the next, as far as these tell by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.facts.records import Value
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import Path
from isoscan.parameters.passing import COPIES


def is_copying(value: Value) -> bool:
    """Whether an expression makes something new of what it names."""
    return value.kind == "call" and (value.callee in COPIES or value.callee == f"{value.root}.copy")


def below(place: Place, path: Path) -> Place:
    """What a place holds under a path."""
    return Place(place.scope, place.name, (*place.path, *path)) if path else place


def position_of_pair(by_path: dict[Path, tuple[Binding, ...]], path: Path) -> Path:
    """Where backtrader's `params = (("period", 14),)` holds the value of `period`."""
    for key, bindings in reversed(by_path.items()):
        if len(key) == 2 and key[1] == 0:
            for binding in bindings:
                if binding.value is not None and binding.value.value == path[0]:
                    return (key[0], 1, *path[1:])
    return path


def last_unconditional(bindings: Sequence[Binding]) -> Sequence[Binding]:
    """From the last binding that surely ran on."""
    for index in range(len(bindings) - 1, -1, -1):
        if not bindings[index].conditional:
            return bindings[index:]
    return bindings
